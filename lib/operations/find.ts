import { type Account, accountNamed, accounts } from '../accounts/index.ts';
import { type Group, groupAt } from '../groups/index.ts';
import {
  type Credential,
  type Integration,
  integrationNamed,
  isLive,
  listIntegrations,
} from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { type Identity, identities } from '../provisioning/index.ts';
import { fold } from '../scim/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { Remediable } from './remediable.ts';

/** The top-level group at a path. Throws `RuleError` for a path below one. */
export async function topLevelGroup(reader: Reader, path: string): Promise<Group> {
  const group = await groupAt(reader, path);
  if (group.parentId !== undefined)
    throw new RuleError(
      'not_top_level_group',
      `${path} is not a top-level group. Name ${path.split('/')[0]} instead.`,
    );
  return group;
}

/** The integration with this name or id, or the only one of the group. */
export async function integrationOf(
  reader: Reader,
  root: Group,
  wanted: string | undefined,
): Promise<Integration> {
  if (wanted !== undefined) return integrationNamed(reader, root.id, wanted);
  const all = await listIntegrations(reader, root.id);
  const [only] = all;
  if (only === undefined)
    throw new Remediable('no_integration', `${root.slug} has no integration.`, {
      code: 'create_integration',
      group: root.slug,
    });
  if (all.length > 1) throw severalIntegrations(`${root.slug} has`, all);
  return only;
}

function severalIntegrations(subject: string, all: readonly Integration[]): Remediable {
  const names = all.map(({ name }) => name);
  return new Remediable('ambiguous_integration', `${subject} several integrations.`, {
    code: 'choose_integration',
    names,
  });
}

/**
 * A credential by id, or the live one with this name. Throws `RuleError` when there is none, or several live ones have
 * the name.
 */
export function credentialNamed<C extends Credential>(
  held: readonly C[],
  idOrName: string,
  now: number,
  noun = 'credential',
): C {
  const byId = held.find(({ id }) => id === idOrName);
  if (byId) return byId;
  const live = held.filter((one) => one.name === idOrName && isLive(one, now));
  if (live.length > 1)
    throw new RuleError(
      'ambiguous_name',
      `Several live ${noun}s are named ${idOrName}. Give the id of one: ${live.map(({ id }) => id).join(', ')}.`,
    );
  return live[0] ?? newestNamed(held, idOrName, noun);
}

/** A credential by id, or the newest live one with this name: a rotation replaces that one. */
export function newestCredential<C extends Credential>(
  held: readonly C[],
  idOrName: string,
  now: number,
  noun = 'credential',
): C {
  const byId = held.find(({ id }) => id === idOrName);
  const live = held.findLast((one) => one.name === idOrName && isLive(one, now));
  return byId ?? live ?? newestNamed(held, idOrName, noun);
}

function newestNamed<C extends Credential>(held: readonly C[], name: string, noun: string): C {
  const found = held.findLast((one) => one.name === name);
  if (!found) throw new RuleError('not_found', `The integration has no ${noun} ${name}.`);
  return found;
}

interface FoundIdentity {
  readonly integration: Integration;
  readonly identity: Identity;
}

/**
 * The identity with this id or userName, in the given integration or in any of the group. Throws `RuleError` when
 * several integrations have the userName.
 */
export async function identityOf(
  reader: Reader,
  root: Group,
  idOrUserName: string,
  where: string | undefined,
): Promise<FoundIdentity> {
  const places =
    where === undefined
      ? await listIntegrations(reader, root.id)
      : [await integrationNamed(reader, root.id, where)];
  const found: FoundIdentity[] = [];
  for (const integration of places) {
    const byId = await reader.get(identities, integration.id, idOrUserName);
    if (byId) return { integration, identity: byId };
    const identity = await reader.find(identities, integration.id, 'userName', fold(idOrUserName));
    if (identity) found.push({ integration, identity });
  }
  const [only] = found;
  if (only === undefined) throw new RuleError('not_found', `${root.slug} has no identity ${idOrUserName}.`);
  if (found.length > 1)
    throw severalIntegrations(
      `${idOrUserName} is in`,
      found.map(({ integration }) => integration),
    );
  return only;
}

/** The account with this id, username or e-mail. */
export async function accountOf(reader: Reader, who: string): Promise<Account> {
  return (await reader.get(accounts, PLATFORM, who)) ?? (await accountNamed(reader, who));
}
