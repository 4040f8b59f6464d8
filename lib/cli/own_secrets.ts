import { join } from 'node:path';
import type { Config } from '../../config/index.ts';
import manifest from '../../package.json' with { type: 'json' };
import {
  assertReadable,
  filledCollection,
  markFormat,
  markStore,
  otherSecrets,
  secretMark,
} from '../operations/index.ts';
import type { Store } from '../store/index.ts';
import { Trouble } from './errors.ts';

type Own = Pick<Config, 'secrets' | 'dataDir'>;

/**
 * Marks a store with the secrets, if it has no mark or no data, and with the format of its data. Throws `Unavailable` for
 * data that only newer versions read. Throws `Trouble` `configuration` and writes nothing
 * when its data was written with other secrets.
 */
export async function claimStore(store: Store, { secrets, dataDir }: Own): Promise<void> {
  await assertReadable(store);
  await markStore(store, secrets, (others) => refuseFilled(store, others, dataDir));
  await markFormat(store, manifest.version);
}

/** Like `claimStore`, but writes nothing. */
export async function checkSecrets(store: Store, { secrets, dataDir }: Own): Promise<void> {
  await assertReadable(store);
  const mark = await secretMark(store);
  const others = mark ? otherSecrets(mark, secrets) : [];
  if (others.length > 0) await refuseFilled(store, others, dataDir);
}

async function refuseFilled(store: Store, others: readonly string[], dataDir: string): Promise<void> {
  if ((await filledCollection(store)) === undefined) return;
  throw new Trouble(
    'configuration',
    `The data in the store was written with another ${others.join(' and another ')}. With a new one tokens would be ` +
      'invalid, the audit log could not be verified, or the keys of SAML providers could not be read. Restore ' +
      `${join(dataDir, 'secrets')} from its backup, or set TOKEN_PEPPER, CURSOR_SECRET, AUDIT_SECRET and ` +
      'SAML_SECRET as they were. Nothing was changed in the store.',
  );
}
