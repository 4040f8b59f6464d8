import type { Actor, AuditEvent, Unit } from '../../audit/index.ts';
import type { AccessChange } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import { identities } from '../collections.ts';
import type { Identity, PlannedRemoval } from '../types.ts';
import { personOf } from '../users/identity.ts';
import type { People } from '../users/people.ts';
import { evidenceOf } from '../users/resolve_account.ts';

/** The effect of going live on one user. */
export interface Planned {
  readonly userName: string;
  readonly outcome: 'create' | 'link' | 'hold' | 'refuse' | 'change' | 'leave' | 'nothing';
  /** The username that the account has or will get. A later plan may number it differently. */
  readonly username?: string;
  /** Why the user would be refused. */
  readonly reason?: string;
  readonly access: readonly AccessChange[];
}

const outcomes = { created: 'create', linked: 'link', held: 'hold' } as const;

/** Applies the resource of a stored user to its account and memberships. Throws `RuleError`. */
export async function carryOut(
  unit: Unit,
  people: People,
  integration: Integration,
  identity: Identity,
  cause: string,
): Promise<Planned> {
  const person = personOf(identity.resource);
  const { userName, active } = person;
  if (identity.accountId === undefined) {
    const evidence = await evidenceOf(unit, integration, person, identity.id);
    const resolution = await people.resolve(unit, integration, evidence);
    const { id, username } = resolution.account;
    const outcome = outcomes[resolution.kind];
    if (outcome === 'hold') return { userName, outcome, username, access: [] };
    const linked = unit.update(identities, { ...identity, accountId: id });
    const access = active ? await people.giveAccess(unit, integration, linked, cause) : [];
    recordPerson(unit, integration, id, { userName, outcome, access }, cause);
    return { userName, outcome, username, access };
  }
  const access = active
    ? await people.giveAccess(unit, integration, identity, cause)
    : await people.deprovision(unit, integration, identity.accountId, cause);
  if (access.length === 0) return { userName, outcome: 'nothing', access };
  const done = { userName, outcome: active ? 'change' : 'leave', access } as const;
  recordPerson(unit, integration, identity.accountId, done, cause);
  return done;
}

/** Takes the access of a user who was deleted during the preview. Throws `RuleError` `last_owner`. */
export async function carryOutRemoval(
  unit: Unit,
  people: People,
  integration: Integration,
  { userName, accountId }: PlannedRemoval,
  cause: string,
): Promise<Planned> {
  const access = await people.deprovisionDeleted(unit, integration, accountId, cause);
  const done = { userName, outcome: 'leave', access } as const;
  recordPerson(unit, integration, accountId, done, cause);
  return done;
}

/** The outcome for a user whom a rule refuses. Throws every other error again. */
export function refused(userName: string, error: unknown): Planned {
  if (!(error instanceof RuleError)) throw error;
  return { userName, outcome: 'refuse', reason: error.message, access: [] };
}

/** Records a step of a preview in the audit log. */
export function recordPreview(
  unit: Unit,
  { rootId, id, name }: Integration,
  actor: Actor,
  action: 'integration.preview_started' | 'integration.preview_ended' | 'integration.went_live',
  cause?: string,
): void {
  unit.record({
    rootId,
    actor,
    action,
    target: { kind: 'integration', id },
    detail: { name },
    ...(cause === undefined ? {} : { requestId: cause }),
  });
}

function recordPerson(
  unit: Unit,
  { rootId, id }: Integration,
  accountId: string,
  detail: AuditEvent<'member.changed_by_going_live'>['detail'],
  requestId: string,
): void {
  unit.record({
    rootId,
    actor: { kind: 'system', integrationId: id },
    action: 'member.changed_by_going_live',
    target: { kind: 'account', id: accountId },
    detail,
    requestId,
  });
}
