import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from './data_dir.ts';

const names = ['token_pepper', 'cursor_secret', 'audit_secret', 'saml_secret'] as const;
/** Added after the first version: a directory without them gets them. */
const later = ['saml_secret'] as const;

export type SecretName = (typeof names)[number];
/** Each with its other value, if there is a file `…_previous` beside it. */
export type KeptSecrets = Readonly<Record<SecretName, Buffer & { readonly previous?: Buffer }>>;

/**
 * The secrets in `dataDir` for those that are not given. The first call creates all of them by renaming a finished
 * directory, so that processes that start together agree. Throws a sentence when that fails.
 */
export function keptSecrets(dataDir: string): KeptSecrets {
  const directory = join(dataDir, 'secrets');
  if (!existsSync(directory)) makeSecrets(dataDir, directory);
  for (const name of later) addSecret(directory, name);
  const [tokenPepper, cursorSecret, auditSecret, samlSecret] = names.map((name) =>
    readSecret(directory, name),
  );
  if (!tokenPepper || !cursorSecret || !auditSecret || !samlSecret) {
    throw new Error(
      `${directory} does not hold ${names.join(', ')}, each with 32 characters or more. Bring back its backup; ` +
        'who removes it gets new secrets, and with them invalid tokens and an audit log that cannot be verified.',
    );
  }
  return {
    token_pepper: withPrevious(directory, 'token_pepper', tokenPepper),
    cursor_secret: withPrevious(directory, 'cursor_secret', cursorSecret),
    audit_secret: withPrevious(directory, 'audit_secret', auditSecret),
    saml_secret: withPrevious(directory, 'saml_secret', samlSecret),
  };
}

/** Whether other users may read the secrets in `dataDir`. */
export function readableByOthers(dataDir: string): boolean {
  return names.some((name) => (statSync(join(dataDir, 'secrets', name)).mode & 0o077) !== 0);
}

function makeSecrets(dataDir: string, directory: string): void {
  const draft = `${directory}.${randomBytes(8).toString('hex')}`;
  makeDirectory(dataDir);
  mkdirSync(draft, { mode: 0o700 });
  try {
    for (const name of names) {
      writeFileSync(join(draft, name), `${randomBytes(32).toString('base64url')}\n`, {
        mode: 0o600,
        flush: true,
      });
    }
    syncDirectory(draft);
    renameSync(draft, directory);
    syncDirectory(dataDir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
}

/** Links a finished file: of several processes that start together only one succeeds. */
function addSecret(directory: string, name: SecretName): void {
  const path = join(directory, name);
  if (existsSync(path)) return;
  const draft = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true });
    linkSync(draft, path);
    syncDirectory(directory);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function withPrevious(directory: string, name: SecretName, value: Buffer): KeptSecrets[SecretName] {
  const path = join(directory, `${name}_previous`);
  if (!existsSync(path)) return value;
  const previous = readSecret(directory, `${name}_previous`);
  if (!previous) throw new Error(`${path} has less than 32 characters.`);
  return Object.assign(value, { previous });
}

function readSecret(directory: string, name: string): Buffer | undefined {
  const path = join(directory, name);
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return text.length >= 32 ? Buffer.from(text) : undefined;
}

/** Otherwise a power failure could undo the new names. */
function syncDirectory(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
