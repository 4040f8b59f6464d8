import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Values } from './variables.ts';

/** What is wrong with the rights of the data directory, in sentences; nothing where it is not made yet. */
export function exposed(dataDir: string): string[] {
  const mode = statSync(dataDir, { throwIfNoEntry: false })?.mode ?? 0;
  const remedy = `chmod go= ${dataDir}`;
  if ((mode & 0o022) !== 0)
    return [
      `Others can write to ${dataDir}, and so put another store and other secrets in place of these: ${remedy}`,
    ];
  return (mode & 0o044) === 0 ? [] : [`Others can read ${dataDir}, which holds the secrets: ${remedy}`];
}

/** Why nothing of an installation is in the data directory yet, in a sentence; undefined where there is. */
export function whyNothing(values: Values): string | undefined {
  const { DATA_DIR, MONGODB_URI, TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET, SAML_SECRET } = values;
  const isGiven = TOKEN_PEPPER && CURSOR_SECRET && AUDIT_SECRET && SAML_SECRET;
  const needed = MONGODB_URI === undefined ? 'store' : isGiven ? '' : 'secrets';
  if (existsSync(join(DATA_DIR, needed)) || (MONGODB_URI !== undefined && isGiven)) return undefined;
  return (
    `There is no Rollcall in ${DATA_DIR}: it has no ${needed}. DATA_DIR says where it is, ./data in the current ` +
    'directory when it is not set. A new one begins with rollcall bootstrap or with the first start of the service.'
  );
}
