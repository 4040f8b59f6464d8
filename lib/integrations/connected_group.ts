import type { Account } from '../accounts/index.ts';
import type { Actor, Unit } from '../audit/index.ts';
import { createTopLevelGroup, emptyMember, type Group, grant, saveMember } from '../groups/index.ts';
import { createIntegration } from './integrations.ts';
import { issueToken } from './tokens.ts';
import type { Integration, PresetName } from './types.ts';

export interface ConnectedGroup {
  readonly group: Group;
  readonly integration: Integration;
  /** The first token. */
  readonly secret: string;
}

/** Creates a top-level group with its owner, an integration and its first token. Throws `RuleError` `path_taken`. */
export async function createConnectedGroup(
  unit: Unit,
  { slug, owner, preset }: { readonly slug: string; readonly owner: Account; readonly preset?: PresetName },
  pepper: Buffer,
  actor: Actor,
): Promise<ConnectedGroup> {
  const group = await createTopLevelGroup(unit, { slug });
  const cause = unit.id();
  const origin = { kind: 'manual' as const, role: 'owner' as const, since: unit.now(), cause };
  const member = { ...emptyMember(group.id, owner.id), v: 0 };
  await saveMember(unit, undefined, grant(member, group.id, origin));
  const wishes = { name: 'SCIM', ...(preset ? { preset } : {}) };
  const integration = await createIntegration(unit, group, wishes, actor);
  const { secret } = issueToken(unit, integration, { name: 'first token' }, pepper, actor);
  unit.record({
    rootId: group.id,
    actor,
    action: 'group.created',
    target: { kind: 'group', id: group.id },
    detail: { path: slug, owner: owner.username, accountId: owner.id },
    requestId: cause,
  });
  return { group, integration, secret };
}
