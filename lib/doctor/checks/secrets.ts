import type { ExistingConfig } from '../../../config/index.ts';
import { limits } from '../../../config/limits.ts';
import { failed, ok, skipped, warning } from '../findings.ts';
import type { Check } from '../types.ts';

const variables = {
  tokenPepper: 'TOKEN_PEPPER',
  cursorKey: 'CURSOR_SECRET',
  auditKey: 'AUDIT_SECRET',
  samlKey: 'SAML_SECRET',
} as const;

type Secrets = NonNullable<ExistingConfig['secrets']>;

const names = Object.keys(variables) as (keyof Secrets)[];
const list = new Intl.ListFormat('en');
const REMEDY = 'Replace it as docs/operators/secrets.md says, by the output of openssl rand -base64 32.';

/** The four secrets are there, random, and different from each other. */
export const secrets: Check = {
  name: 'secrets',
  find({ config: { secrets: given, dataDir } }) {
    if (!given)
      return skipped(`There are no secrets yet. The first start makes them in ${dataDir}: save them then.`);
    const guessable = names.filter((name) => isGuessable(String(given[name])));
    if (guessable.length > 0) return failed(`${listed(guessable)} can be guessed. ${REMEDY}`);
    const shared = names.filter((name) =>
      names.some((other) => other !== name && given[other].equals(given[name])),
    );
    if (shared.length > 0) return failed(`${listed(shared)} have the same value. Give each one its own.`);
    const replaced = names.filter((name) => given[name].previous !== undefined);
    if (replaced.length > 0)
      return warning(`A previous value is still set: ${listed(replaced)}. See rollcall secrets status.`);
    return ok('All four secrets are set, long enough and different from each other.');
  },
};

/** A random value of 32 characters has more kinds of them, and no such word. */
function isGuessable(value: string): boolean {
  return (
    new Set(value).size < limits.doctorSecretKinds ||
    /change.?me|secret|password|example|rollcall/i.test(value)
  );
}

function listed(found: readonly (keyof Secrets)[]): string {
  return list.format(found.map((name) => variables[name]));
}
