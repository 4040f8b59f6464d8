import { fingerprint, type Secret, valuesOf } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM, type Reader, type Store } from '../store/index.ts';
import type { Secrets } from './services.ts';

/** The secrets that the stored data depends on, with their variables. */
const variables = { tokenPepper: 'TOKEN_PEPPER', auditKey: 'AUDIT_SECRET', samlKey: 'SAML_SECRET' } as const;

/** They distinguish secrets and reveal none. */
export type Fingerprints = Readonly<Record<keyof typeof variables, string>>;

/** The fingerprints of the secrets that the data was written with: a single document, with the id `secrets`. */
type SecretMark = Doc & Fingerprints;

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
    if (others.length > 0) await mayReplace(others);
    else if (names.every((name) => mark[name] === fingerprints(secrets)[name])) return;
    unit.update(secretMarks, { ...mark, ...fingerprints(secrets) });
  });
}

/** The variables of the secrets that have no value of the mark, not even as the previous one. */
export function otherSecrets(mark: Fingerprints, secrets: Secrets): string[] {
  return names.filter((name) => !isOf(mark[name], secrets[name])).map((name) => variables[name]);
}

/** Whether a fingerprint is that of a value of the secret. */
export function isOf(mark: string, secret: Secret): boolean {
  return valuesOf(secret).some((value) => fingerprint(value) === mark);
}

export function fingerprints({ tokenPepper, auditKey, samlKey }: Secrets): Fingerprints {
  return {
    tokenPepper: fingerprint(tokenPepper),
    auditKey: fingerprint(auditKey),
    samlKey: fingerprint(samlKey),
  };
}
