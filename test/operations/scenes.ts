import { makePersonalToken } from '../../lib/accounts/personal_tokens.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { works } from '../../lib/jobs/work.ts';
import { DAY, HOUR } from '../../lib/kernel/runtime.ts';
import { accountOf } from '../../lib/operations/find.ts';
import type { Services } from '../../lib/operations/services.ts';
import { scimEvents } from '../../lib/scim/security_events.ts';
import { EVERYWHERE, webhookNamed } from '../../lib/webhooks/manage.ts';
import { streamNamed } from '../../lib/webhooks/streams/manage.ts';
import { deliveries } from '../../lib/webhooks/types.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';

/** Pauses the integration, as a mass removal would. */
export function paused({ services: { store } }: Rollcall, tenant: Tenant): Promise<void> {
  return store.transaction(async (unit) => {
    const present = await unit.get(integrations, tenant.groupId, tenant.integrationId);
    if (!present) throw new Error('no integration');
    const pause = { at: 1, reason: 'a test', removals: 1, refused: 'nobody' };
    unit.update(integrations, { ...present, paused: pause });
  });
}

/** Provisions the member, whose e-mail is in use: the user is held. */
export async function held({ services }: Rollcall, { slug: group, scim }: Tenant): Promise<void> {
  await operate(services, 'integration change', { group, onEmailExists: 'hold' });
  await scim('POST', '/Users', user(`member@${group}.test`));
}

/** Removes the passwords of the owner and the member, so that no operation asks for one. */
export function withoutPasswords({ services }: Rollcall, { slug }: Tenant): Promise<void> {
  return services.store.transaction(async (unit) => {
    for (const name of ['owner', 'member']) {
      const { passwordHash: _, ...account } = await accountOf(unit, `${name}@${slug}.test`);
      unit.update(accounts, account);
    }
  });
}

/** Gives the member a personal access token. */
export function withToken({ services }: Rollcall, { slug }: Tenant): Promise<void> {
  const { store, secrets } = services;
  return store.transaction(async (unit) => {
    const member = await accountOf(unit, `member@${slug}.test`);
    await makePersonalToken(unit, secrets.tokenPepper, member, { name: 'work', days: 30 });
  });
}

/** Provisions a user with a new account. */
export async function pushed(_app: Rollcall, { slug, scim }: Tenant): Promise<void> {
  await scim('POST', '/Users', user(`pushed@${slug}.test`));
}

/** The plan of a list, as following it repeats it. */
export async function planOf(services: Services, list: Plain): Promise<{ plan: string; people: number }> {
  const { plan } = await operate(services, 'integration compare', list);
  const { id, people } = plan as { id: string; people: number };
  return { plan: id, people };
}

/** The reference of the request that `logged` sends. */
export const LOGGED = 'sample-request';

/** Provisions a user by a request that the log has. */
export async function logged(_app: Rollcall, { slug, scim }: Tenant): Promise<void> {
  await scim('POST', '/Users', user(`logged@${slug}.test`), { 'x-request-id': LOGGED });
}

/** Long work that no process runs. */
export function begunWork({ services: { store } }: Rollcall, { groupId, slug }: Tenant): Promise<void> {
  const work = { id: `work of ${slug}`, rootId: groupId, kind: 'recalculation', subject: 'nobody' };
  return store.transaction(async (unit) => {
    unit.insert(works, { ...work, state: {}, done: 0, cause: 'test', startedAt: 1 });
  });
}

/** The name of the whole service among the ids of deliveries. */
export const SERVICE = 'the service';

/** The id of the delivery that `heard` makes. */
export const hookEvent = (group: string): string => `event of ${group}`;

/** What hears of a group; without one, of the whole service. */
function hearing(tenant?: Tenant) {
  if (!tenant) return { name: SERVICE, rootId: EVERYWHERE, scope: {} };
  return { name: tenant.slug, rootId: tenant.groupId, scope: { group: tenant.slug } };
}

/** A webhook, with a delivery that took somebody's access. */
export async function heard({ services }: Rollcall, tenant?: Tenant): Promise<void> {
  const { name, rootId, scope } = hearing(tenant);
  await operate(services, 'webhook create', {
    ...{ ...scope, url: 'https://hooks.test/', name: 'Product', types: ['access.ended'] },
  });
  await services.store.transaction(async (unit) => {
    const { id: webhookId } = await webhookNamed(unit, rootId, 'Product');
    const [at, id] = [unit.now(), hookEvent(name)];
    unit.insert(deliveries, {
      ...{ id, eventId: id, webhookId, rootId, type: 'access.ended', at, data: {} },
      ...{ state: 'waiting', subject: 'ann', seq: 1, line: 'ann', dueAt: at + HOUR, failures: 1 },
      attempts: [{ at, ms: 5, status: 500, answer: 'no' }],
      ...{ deadlineAt: at, owed: rootId, expiresAt: at + DAY },
    });
  });
}

/** The id of the delivery that `streamed` makes. */
export const setId = (group: string): string => `set of ${group}`;

/** A stream, with a delivery that its receiver has not taken. */
export async function streamed({ services }: Rollcall, tenant?: Tenant): Promise<void> {
  const { name, rootId, scope } = hearing(tenant);
  const made = { ...scope, url: 'https://hooks.test/', name: 'Signals', kind: 'push' };
  await operate(services, 'stream create', { ...made, events: [scimEvents.deactivate] });
  await services.store.transaction(async (unit) => {
    const { id: webhookId } = await streamNamed(unit, rootId, 'Signals');
    const [at, id] = [unit.now(), setId(name)];
    unit.insert(deliveries, {
      ...{ id, eventId: id, webhookId, rootId, type: 'user.created', at, data: {} },
      ...{ state: 'waiting', subject: 'ann', seq: 1, line: 'ann', dueAt: at + HOUR, failures: 1 },
      ...{ attempts: [{ at, ms: 5, status: 500, answer: 'no' }], expiresAt: at + DAY },
    });
  });
}
