import type { Account } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { createTopLevelGroup, emptyMember, type Group, grant, saveMember } from '../groups/index.ts';
import { createIntegration } from './integrations.ts';
import { issueToken } from './tokens.ts';
import type { Integration, PresetName } from './types.ts';

interface OwnedGroup {
  readonly group: Group;
  readonly integration: Integration;
}

interface ConnectedGroup extends OwnedGroup {
  /** The first token. */
  readonly secret: string;
}

interface Wish {
  readonly slug: string;
  readonly owner: Account;
  /** The name of the integration. */
  readonly name?: string;
  readonly preset?: PresetName;
}

/** Creates a top-level group with its owner, an integration and its first token. Throws `RuleError` `path_taken`. */
export async function createConnectedGroup(
  unit: Unit,
  wish: Wish,
  pepper: Buffer,
  actor: Actor,
): Promise<ConnectedGroup> {
  const made = await createOwnedGroup(unit, wish, actor);
  const { secret } = issueToken(unit, made.integration, { name: 'first token' }, pepper, actor);
  return { ...made, secret };
}

/** The same without a token. */
export async function createOwnedGroup(
  unit: Unit,
  { slug, owner, name = 'SCIM', preset }: Wish,
  actor: Actor,
): Promise<OwnedGroup> {
  const group = await createTopLevelGroup(unit, { slug });
  const cause = unit.id();
  const origin = { kind: 'manual' as const, role: 'owner' as const, since: unit.now(), cause };
  const member = { ...emptyMember(group.id, owner.id), v: 0 };
  await saveMember(unit, undefined, grant(member, group.id, origin));
  const integration = await createIntegration(unit, group, { name, ...(preset ? { preset } : {}) }, actor);
  unit.record({
    rootId: group.id,
    actor,
    action: 'group.created',
    target: { kind: 'group', id: group.id },
    detail: { path: slug, owner: owner.username, accountId: owner.id },
    requestId: cause,
  });
  return { group, integration };
}
