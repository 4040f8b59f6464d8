import { existsSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from './error.ts';
import type { Values } from './variables.ts';

/** The file in the data directory that says when the last backup was made. */
export const LAST_BACKUP = 'last_backup';

/** Wrong access rights of the data directory, in sentences; empty if it does not exist yet. */
export function exposed(dataDir: string): string[] {
  const mode = statSync(dataDir, { throwIfNoEntry: false })?.mode ?? 0;
  const remedy = `chmod go= ${dataDir}`;
  if ((mode & 0o022) !== 0)
    return [
      `Others can write to ${dataDir}, and so put another store and other secrets in place of these: ${remedy}`,
    ];
  return (mode & 0o044) === 0 ? [] : [`Others can read ${dataDir}, which holds the secrets: ${remedy}`];
}

/** Why a path cannot be a data directory, phrased to follow the name of its variable; undefined if it can. */
export function unusable(path: string): string | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found) return found.isDirectory() ? undefined : `needs a directory, and ${path} is a file`;
    if (lstatSync(path, { throwIfNoEntry: false }))
      return `needs a directory, and ${path} is a link to a place that is not there`;
    return path === dirname(path) ? undefined : unusable(dirname(path));
  } catch (error) {
    return `cannot be used: ${messageOf(error)}. Correct the path, or give it to the user of the service`;
  }
}

/** Creates a directory and its parents for the owner only. Node's own recursion never ends below `/proc`. */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/** Data files of LevelDB. The first manifest of a new store is written before there are any. */
const DATA_FILE = /\.(?:ldb|sst|log)$|^MANIFEST-(?!000001$)/;

/**
 * The state of the embedded store's directory. `damaged` means data without the file that names it, as in an incomplete
 * copy or restored backup: LevelDB would treat it as a new store and remove the data.
 */
export function storeIn(dataDir: string): 'none' | 'damaged' | 'there' {
  const directory = join(dataDir, 'store');
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return 'none';
  const files = readdirSync(directory);
  if (files.includes('CURRENT')) return 'there';
  return files.some((name) => DATA_FILE.test(name)) ? 'damaged' : 'none';
}

/** Whether all secrets are given, or some are kept in the data directory. */
export function hasSecrets(values: Values): boolean {
  const { DATA_DIR, TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET, SAML_SECRET } = values;
  const isGiven = TOKEN_PEPPER && CURSOR_SECRET && AUDIT_SECRET && SAML_SECRET;
  return isGiven !== undefined || existsSync(join(DATA_DIR, 'secrets'));
}

/** Why the data directory has no installation yet, in a sentence; undefined if it has one. */
export function whyNothing(values: Values): string | undefined {
  const { DATA_DIR, MONGODB_URI } = values;
  const isThere = MONGODB_URI === undefined ? storeIn(DATA_DIR) !== 'none' : hasSecrets(values);
  if (isThere) return undefined;
  const needed = MONGODB_URI === undefined ? 'store' : 'secrets';
  return (
    `There is no Rollcall in ${DATA_DIR}: it has no ${needed}. DATA_DIR says where it is, ./data in the current ` +
    'directory when it is not set. A new one begins with rollcall bootstrap or with the first start of the service.'
  );
}
