import { createHmac } from 'node:crypto';
import { type Collection, type Doc, PLATFORM, type Reader, type Store } from '../store/index.ts';
import type { Secrets } from './services.ts';

/** The secrets that the stored data depends on, with their variables. */
const variables = { tokenPepper: 'TOKEN_PEPPER', auditKey: 'AUDIT_SECRET', samlKey: 'SAML_SECRET' } as const;

/** They distinguish secrets and reveal none. */
export type Fingerprints = Readonly<Record<keyof typeof variables, string>>;

/** The fingerprints of the secrets that the data was written with: a single document, with the id `secrets`. */
export type SecretMark = Doc & Fingerprints;

export const secretMarks: Collection<SecretMark> = {
  name: 'secret_marks',
  scope: 'platform',
  unique: {},
  indexes: {},
};

const ID = 'secrets';
const names = Object.keys(variables) as (keyof Fingerprints)[];

/** Undefined in a store without a mark. */
export function secretMark(reader: Pick<Reader, 'get'>): Promise<SecretMark | undefined> {
  return reader.get(secretMarks, PLATFORM, ID);
}

/** Marks a store with the secrets. If it has a mark of others, `mayReplace` throws unless it may be replaced. */
export async function markStore(
  store: Store,
  secrets: Secrets,
  mayReplace: (others: readonly string[]) => Promise<void>,
): Promise<void> {
  await store.transaction(async (unit) => {
    const mark = await secretMark(unit);
    if (!mark) {
      unit.insert(secretMarks, { id: ID, ...fingerprints(secrets) });
      return;
    }
    const others = otherSecrets(mark, secrets);
    if (others.length === 0) return;
    await mayReplace(others);
    unit.update(secretMarks, { ...mark, ...fingerprints(secrets) });
  });
}

/** The variables of the secrets that differ from the mark. */
export function otherSecrets(mark: SecretMark, secrets: Secrets): string[] {
  const mine = fingerprints(secrets);
  return names.filter((name) => mark[name] !== mine[name]).map((name) => variables[name]);
}

export function fingerprints({ tokenPepper, auditKey, samlKey }: Secrets): Fingerprints {
  return {
    tokenPepper: fingerprint(tokenPepper),
    auditKey: fingerprint(auditKey),
    samlKey: fingerprint(samlKey),
  };
}

/** Exports contain it, so it cannot change. */
function fingerprint(secret: Buffer): string {
  return createHmac('sha256', secret).update('rollcall export').digest('hex').slice(0, 16);
}
