import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { limits } from '../../../config/limits.ts';
import { textOfFile } from '../../kernel/index.ts';
import type { Command } from '../command.ts';
import { Trouble } from '../errors.ts';
import { flagOf } from '../terminal/flags.ts';

/** Replaces each file name in the arguments by the text of the file: the service may run elsewhere. */
export async function withFiles({ args: schema }: Pick<Command, 'args'>, args: object): Promise<object> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, { readonly file?: boolean }>;
  };
  const read = Object.entries(args).map(async ([name, value]) => {
    const isFile = properties[name]?.file === true && typeof value === 'string';
    return [name, isFile ? await textOf(name, value) : value] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

async function textOf(name: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > limits.samlMetadataBytes)
      throw new Trouble(
        'file_missing',
        `${flagOf(name)}: ${path} is larger than ${limits.samlMetadataBytes} bytes. Check that it is the right file.`,
      );
    return textOfFile(await readFile(path));
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(
      'file_missing',
      `${flagOf(name)}: ${path} cannot be read. Check the path and the rights of the file.`,
      error,
    );
  }
}
