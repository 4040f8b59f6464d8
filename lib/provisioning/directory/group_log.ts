import type { Actor, Run, Unit } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { type LoggedOutcome, logChange } from '../log.ts';
import { scimResource } from '../resources/resources.ts';
import type { Caller } from '../types.ts';
import type { Moves } from './edges.ts';
import type { DirectoryGroup } from './types.ts';

/** An actor who changes a directory group instead of the identity provider. `run` runs the transaction. */
export interface ByHand {
  readonly run: Run;
  readonly integration: Integration;
  readonly actor: Actor;
  readonly request: { readonly requestId: string };
}

/** Records a change of a group in the audit log, and in the provisioning log if a request made it. */
export function logGroupChange(
  unit: Unit,
  caller: Caller | ByHand,
  group: DirectoryGroup,
  action: 'directory_group.created' | 'directory_group.changed' | 'directory_group.deleted',
  happened: LoggedOutcome,
  attributes?: readonly string[],
): void {
  const { integration, request } = caller;
  const isByHand = 'actor' in caller;
  if (!isByHand) logChange(unit, caller, { ...happened, resourceId: group.id, groupName: nameOf(group) });
  unit.record({
    rootId: integration.rootId,
    actor: isByHand ? caller.actor : scimActor(caller),
    action,
    target: { kind: 'directory_group', id: group.id },
    detail: {
      displayName: nameOf(group),
      outcome: happened.outcome,
      changed: (happened.changes ?? []).map(({ what }) => what),
    },
    requestId: request.requestId,
    resource: scimResource('/Groups', group, isByHand ? undefined : caller.request.method, attributes),
  });
}

export function nameOf({ resource }: DirectoryGroup): string {
  return String(resource.displayName);
}

/** A phrase with the numbers of members who joined and left, after `before`. Empty if there are none. */
export function movesText({ joined, left }: Moves, before: string): string {
  const parts = [
    ...(joined.length > 0 ? [`${joined.length} joined`] : []),
    ...(left.length > 0 ? [`${left.length} left`] : []),
  ];
  return parts.length > 0 ? before + parts.join(', ') : '';
}

/** A phrase with the number of members of a created or deleted group. Empty for none. */
export function withMembers(count: number): string {
  return count === 0 ? '' : ` with ${count} ${count === 1 ? 'member' : 'members'}`;
}

function scimActor({ integration, token, request }: Caller): Actor {
  return { kind: 'scim', integrationId: integration.id, tokenId: token.id, ip: request.ip };
}
