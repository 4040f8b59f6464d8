import { limits } from '../../config/limits.ts';
import type { Unit, View } from '../audit/index.ts';
import {
  digestOf,
  isSameDigest,
  meantCode,
  newTypedCode,
  RuleError,
  type Secret,
  valuesOf,
} from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';

interface LiveCode {
  /** Keyed, so that the store alone does not reveal the code. */
  readonly digest: string;
  readonly expiresAt: number;
}

/** The codes that open the first-run page: a single document, with the id `codes`. */
interface FirstRunCodes extends Doc {
  /** The newest last. */
  readonly codes: readonly LiveCode[];
  readonly expiresAt: number;
}

export const firstRunCodes: Collection<FirstRunCodes> = {
  name: 'first_run_codes',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

const ID = 'codes';

/** Makes a code beside those that other processes have written to their logs. It is shown once. */
export async function makeFirstRunCode(
  unit: Unit,
  pepper: Buffer,
): Promise<{ readonly code: string; readonly expiresAt: number }> {
  const held = await unit.get(firstRunCodes, PLATFORM, ID);
  const code = newTypedCode(unit);
  const expiresAt = unit.now() + limits.firstRunCodeLife;
  const live = (held?.codes ?? []).filter((one) => one.expiresAt > unit.now());
  const codes = [...live, { digest: keyed(code, pepper), expiresAt }].slice(-limits.firstRunCodes);
  if (held) unit.update(firstRunCodes, { ...held, codes, expiresAt });
  else unit.insert(firstRunCodes, { id: ID, codes, expiresAt });
  return { code, expiresAt };
}

/** Uses up a code, and with it all others. Throws `RuleError` `invalid_first_run_code` unless it is live. */
export async function useFirstRunCode(unit: Unit, pepper: Secret, typed: string): Promise<void> {
  unit.remove(firstRunCodes, await liveCodes(unit, pepper, typed));
}

/** The document of the codes, if one of them is what was typed. Throws `RuleError` `invalid_first_run_code`. */
export async function liveCodes(view: View, pepper: Secret, typed: string): Promise<FirstRunCodes> {
  const held = await view.get(firstRunCodes, PLATFORM, ID);
  const wanted = valuesOf(pepper).map((value) => keyed(typed, value));
  const live = (held?.codes ?? []).filter(({ expiresAt }) => expiresAt > view.now());
  if (!held || !live.some(({ digest }) => wanted.some((one) => isSameDigest(digest, one))))
    throw new RuleError(
      'invalid_first_run_code',
      'The code is wrong or older than an hour. The newest code is in the log of the service. To get another one, ' +
        'restart the service or run npx rollcall first-run code.',
    );
  return held;
}

function keyed(code: string, pepper: Buffer): string {
  return digestOf(`first run ${meantCode(code)}`, pepper);
}
