import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Trouble } from '../errors.ts';

/** The lines of a text that arrives in pieces; only `\n` ends a line. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Throws `Trouble` `file_missing` or `file_unusable`. */
export async function* fileLines(path: string): AsyncGenerator<string> {
  try {
    yield* linesOf(createReadStream(path));
  } catch (error) {
    throw codeOf(error) === 'ENOENT'
      ? new Trouble('file_missing', `There is no file ${path}. Check the path.`, error)
      : inWords(error, `${path} cannot be read`);
  }
}

/** Throws `Trouble` when the file cannot be read, before anything else starts. */
export async function checkReadable(path: string): Promise<void> {
  for await (const _line of fileLines(path)) return;
}

/**
 * Writes lines into a new file that only this user may read; `-` means standard output. Removes a file that it could
 * not finish. Throws `Trouble`: `file_exists` instead of overwriting, `file_missing` or `file_unusable`.
 */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  if (path === '-') return writeInto(process.stdout, lines, { end: false });
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST')
      throw new Trouble(
        'file_exists',
        `${path} exists already. Name a new file, or move this one away.`,
        error,
      );
    if (codeOf(error) === 'ENOENT')
      throw new Trouble(
        'file_missing',
        `There is no directory ${dirname(path)}. Make it first, or check the path.`,
        error,
      );
    throw inWords(error, `${path} cannot be written`);
  });
  try {
    await writeInto(file.createWriteStream({ flush: true }), lines, {});
  } catch (error) {
    await rm(path, { force: true });
    throw inWords(error, `${path} cannot be written`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this user may not. Run the command as the user who owns it',
  EPERM: 'this user may not. Run the command as the user who owns it',
  EISDIR: 'it is a directory. Name a file in it',
  ENOTDIR: 'its parent is not a directory. Check the path',
  EROFS: 'its file system is read-only. Name a file elsewhere',
  ENOSPC: 'the disk is full. Free space, or name a file elsewhere',
  EDQUOT: 'the disk quota of this user is used up. Free space, or name a file elsewhere',
};

/** Explains an error of the file system; returns any other error unchanged. */
export function inWords(error: unknown, what: string): unknown {
  const code = codeOf(error) ?? '';
  const reason = REASONS[code];
  if (reason === undefined) return error;
  const isTypedWrong = code === 'EISDIR' || code === 'ENOTDIR';
  return new Trouble(isTypedWrong ? 'file_missing' : 'file_unusable', `${what}: ${reason}.`, error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

async function writeInto(
  stream: Writable,
  lines: AsyncIterable<string>,
  options: { end?: false },
): Promise<void> {
  await pipeline(Readable.from(ended(lines)), stream, options);
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
