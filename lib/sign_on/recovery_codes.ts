import { createHmac, hkdfSync } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import { type Account, type Allowance, type Session, sessions } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { mailOwners, memberOf } from '../groups/index.ts';
import { fingerprint, meantCode, newTypedCode, type Secret, valuesOf } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM, type Reader } from '../store/index.ts';
import { isSame } from './requests.ts';

interface Code {
  /** A keyed digest, so that the store alone does not reveal the code. */
  readonly digest: string;
  readonly usedAt?: number;
  readonly usedBy?: string;
}

/** Codes with which owners enter a group when its identity provider fails. The `id` is that of the top-level group. */
interface RecoveryCodes extends Doc {
  readonly rootId: string;
  readonly createdAt: number;
  /** The fingerprint of the secret of their digests; absent in codes of an earlier version. */
  readonly keyId?: string;
  readonly codes: readonly Code[];
}

export const recoveryCodes: Collection<RecoveryCodes> = {
  name: 'saml_recovery_codes',
  scope: 'rootId',
  unique: {},
  indexes: {},
};

/** The allowances of one attempt with a code. */
export function recoveryTries(rootId: string, accountId: string): readonly Allowance[] {
  return [
    {
      of: `recovery ${rootId} ${accountId}`,
      most: limits.recoveryTriesPerAccount,
      ms: limits.signInWindow,
    },
  ];
}

/** Replaces the former codes, and returns the new ones, to show once. `secret` keys their digests. */
export async function makeRecoveryCodes(
  unit: Unit,
  secret: Buffer,
  rootId: string,
  actor: Actor,
): Promise<string[]> {
  const made = Array.from({ length: limits.recoveryCodes }, () => newTypedCode(unit));
  const before = await unit.get(recoveryCodes, rootId, rootId);
  const codes = made.map((code) => ({ digest: digestOf(secret, rootId, code) }));
  const held = { id: rootId, rootId, createdAt: unit.now(), keyId: fingerprint(secret), codes };
  if (before) unit.update(recoveryCodes, { ...held, v: before.v });
  else unit.insert(recoveryCodes, held);
  unit.record({
    rootId,
    actor,
    action: 'saml_recovery_code.created',
    target: { kind: 'group', id: rootId },
    detail: { codes: codes.length },
  });
  return made;
}

export async function recoveryCodesLeft(reader: Reader, rootId: string): Promise<number> {
  const held = await reader.get(recoveryCodes, rootId, rootId);
  return (held?.codes ?? []).filter(({ usedAt }) => usedAt === undefined).length;
}

export async function hasRecoveryCodes(reader: Reader, rootId: string): Promise<boolean> {
  return (await recoveryCodesLeft(reader, rootId)) > 0;
}

/** The person who enters a code, and the group. */
interface Recovering {
  readonly rootId: string;
  readonly account: Account;
  readonly session: Session;
  readonly ip: string;
  readonly requestId: string;
}

/** Uses up a code for the session of an owner, and mails all owners. False if there is no such code, or it was used. */
export async function recover(
  unit: Unit,
  secret: Secret,
  { rootId, account, ip, requestId, ...here }: Recovering,
  typed: string,
): Promise<boolean> {
  const [held, session, member] = await Promise.all([
    unit.get(recoveryCodes, rootId, rootId),
    unit.get(sessions, PLATFORM, here.session.id),
    memberOf(unit, rootId, account.id),
  ]);
  if (!held || !session || !member?.ownerOf.includes(rootId)) return false;
  const wanted = valuesOf(secret).map((value) => digestOf(value, rootId, typed));
  const code = held.codes.find(
    ({ digest, usedAt }) => usedAt === undefined && wanted.some((one) => isSame(digest, one)),
  );
  if (!code) return false;
  const now = unit.now();
  const used = { ...code, usedAt: now, usedBy: account.id };
  const codes = held.codes.map((one) => (one === code ? used : one));
  const left = codes.filter(({ usedAt }) => usedAt === undefined).length;
  const others = (session.recovered ?? []).filter((one) => one.rootId !== rootId);
  unit.update(recoveryCodes, { ...held, codes });
  unit.update(sessions, { ...session, recovered: [...others, { rootId, at: now }] });
  unit.record({
    rootId,
    actor: { kind: 'account', accountId: account.id, ip },
    action: 'saml_recovery_code.used',
    target: { kind: 'account', id: account.id },
    detail: { username: account.username, left },
    requestId,
  });
  await mailOwners(unit, rootId, (group) => ({
    template: 'recovery_code_used',
    group,
    username: account.username,
    ip,
    left,
  }));
  return true;
}

function digestOf(secret: Buffer, rootId: string, code: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'rollcall recovery codes', 32));
  return createHmac('sha256', key)
    .update(JSON.stringify([rootId, meantCode(code)]))
    .digest('base64url');
}
