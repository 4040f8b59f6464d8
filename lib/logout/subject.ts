import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { type Account, accounts, emailHolder, emailKey, samlIdentities } from '../accounts/index.ts';
import { samlProviders } from '../groups/index.ts';
import { listIntegrations } from '../integrations/index.ts';
import { identities } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import type { LogoutIssuer } from './types.ts';

const text = z.string().min(1).max(limits.trustChars);
const one = z.discriminatedUnion('format', [
  z.object({ format: z.literal('email'), email: text }),
  z.object({ format: z.literal('iss_sub'), iss: text, sub: text }),
  z.object({ format: z.literal('opaque'), id: text }),
]);
/** Of a complex subject (SSF 1.0 section 3) the user counts: all of that person's sessions end. */
const subject = z.union([
  one,
  z.object({ format: z.literal('complex').exactOptional(), user: one }).transform(({ user }) => user),
]);

/** The person that a message names (RFC 9493). */
export type Subject = z.output<typeof one>;

/** The subject identifier in a message; undefined for a format that is not supported. */
export function subjectIn(value: unknown): Subject | undefined {
  return subject.safeParse(value).data;
}

/** Okta's documents call the member `subject`, newer drafts `sub_id`. */
const body = z.object({ sub_id: z.unknown().optional(), subject: z.unknown().optional() });

/** The subject identifier in the body of a revocation; undefined like that of `subjectIn`. */
export function subjectInBody(json: string): Subject | undefined {
  try {
    const { sub_id: named, subject: called } = body.parse(JSON.parse(json));
    return subjectIn(named ?? called);
  } catch {
    return undefined;
  }
}

/**
 * The accounts of a group that a subject names: by a SAML identity or a SCIM user of this group, or by an address of an
 * account that is linked to this group or managed by it. Finds nobody else with the name or address.
 */
export async function namedBy(
  reader: Reader,
  { rootId, issuer }: Pick<LogoutIssuer, 'rootId' | 'issuer'>,
  named: Subject,
): Promise<Account[]> {
  const provider = await reader.find(samlProviders, rootId, 'root', rootId);
  if (named.format === 'iss_sub' && named.iss !== issuer && named.iss !== provider?.idp?.entityId) return [];
  const name = nameIn(named);
  const found = await Promise.all([
    provider ? bySamlName(reader, rootId, provider.id, name) : [],
    byScimUser(reader, rootId, named),
    named.format === 'email' ? byAddress(reader, rootId, named.email) : [],
  ]);
  const ids = [...new Set(found.flat())].slice(0, limits.logoutAccounts);
  const known = await reader.getMany(accounts, PLATFORM, ids);
  return known.filter((account) => account !== undefined);
}

function nameIn(named: Subject): string {
  if (named.format === 'email') return named.email;
  return named.format === 'iss_sub' ? named.sub : named.id;
}

async function bySamlName(reader: Reader, rootId: string, providerId: string, name: string) {
  const identity = await reader.find(samlIdentities, rootId, 'nameId', providerId, name);
  return identity ? [identity.accountId] : [];
}

/** By an address or `userName`, or by what the identity provider calls the user: `id`, `externalId`, `userName`. */
async function byScimUser(reader: Reader, rootId: string, named: Subject): Promise<string[]> {
  const name = nameIn(named);
  const integrations = await listIntegrations(reader, rootId);
  const found = await Promise.all(
    integrations.map(async ({ id }) => {
      const called = reader.find(identities, id, 'userName', fold(name));
      if (named.format !== 'email')
        return Promise.all([
          called,
          reader.get(identities, id, name),
          reader.find(identities, id, 'externalId', name),
        ]);
      const range = { index: 'email', equal: [fold(name)], limit: limits.logoutAccounts };
      return [await called, ...(await reader.list(identities, id, range)).items];
    }),
  );
  return found.flat().flatMap((identity) => identity?.accountId ?? []);
}

async function byAddress(reader: Reader, rootId: string, address: string): Promise<string[]> {
  const key = emailKey(address);
  const held = key === undefined ? undefined : await emailHolder(reader, key);
  if (!held) return [];
  const { accountId } = held;
  const [account, linked] = await Promise.all([
    reader.get(accounts, PLATFORM, accountId),
    reader.list(samlIdentities, rootId, { index: 'account', equal: [accountId], limit: 1 }),
  ]);
  return account?.managedBy === rootId || linked.items.length > 0 ? [accountId] : [];
}
