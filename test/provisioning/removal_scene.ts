import { auditEntries } from '../../lib/audit/types.ts';
import type { Integration, IntegrationSettings } from '../../lib/integrations/types.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import type { Services } from '../../lib/operations/services.ts';
import { type Mail, mails } from '../../lib/outbox/mail/mails.ts';
import { beginDiscard, resumeRemovals } from '../../lib/provisioning/removal_guard/removals.ts';
import { type Clock, movableClock } from '../clock.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { noMailServer } from '../web/visitor.ts';
import { accountOf, rolesIn } from './people.ts';
import { connected, integrationIn } from './second.ts';

export const MINUTE = 60_000;
/** Milliseconds for a test that makes many people. */
export const LONG = 600_000;
const operator = { kind: 'operator' as const };
export const renamed = { Operations: [{ op: 'replace', path: 'displayName', value: 'Someone Else' }] };

/** All of a group at once: only the number of people counts. */
export const only = (removalPeople: number): Partial<IntegrationSettings> => ({
  removalPeople,
  removalPercent: 100,
});

export interface Person {
  readonly id: string;
  readonly email: string;
}

/** A service whose clock can be put forward, and a group whose users came a day ago: what mass removals need. */
export class RemovalScene {
  readonly app: Rollcall;
  readonly clock: Clock;
  tenant: Tenant;
  #populations = 0;

  private constructor(app: Rollcall, clock: Clock, tenant: Tenant) {
    this.app = app;
    this.clock = clock;
    this.tenant = tenant;
  }

  static async begin(): Promise<RemovalScene> {
    const clock = movableClock();
    const app = await boot({ runtime: clock.runtime, env: noMailServer });
    return new RemovalScene(app, clock, await app.bootstrap());
  }

  get slug(): string {
    return this.tenant.slug;
  }

  /** The users of a new group. */
  async provisioned(count: number, settings: Partial<IntegrationSettings> = {}): Promise<Person[]> {
    this.tenant = await this.app.bootstrap(undefined, settings);
    return this.populated(this.tenant.scim, count);
  }

  async populated(scim: Tenant['scim'], count: number): Promise<Person[]> {
    const population = ++this.#populations;
    const emails = Array.from({ length: count }, (_one, at) => `p${population}x${at}@${this.slug}.test`);
    this.clock.later -= DAY;
    const replies = await Promise.all(emails.map((email) => scim('POST', '/Users', user(email))));
    this.clock.later += DAY;
    return replies.map(({ status, body }, at) => {
      if (status !== 201) throw new Error(`a user was answered by ${status}`);
      return { id: String(body.id), email: emails[at] ?? '' };
    });
  }

  async patched(
    { id }: Pick<Person, 'id'>,
    body: object = deactivation,
    scim = this.tenant.scim,
  ): Promise<number> {
    return (await scim('PATCH', `/Users/${id}`, body)).status;
  }

  async removedInTurn(people: readonly Person[]): Promise<number[]> {
    const statuses: number[] = [];
    for (const person of people) statuses.push(await this.patched(person));
    return statuses;
  }

  async accessOf({ email }: Person): Promise<Record<string, string>> {
    const { id } = await accountOf(this.app.services, email);
    return rolesIn(this.app.services, this.tenant.groupId, id);
  }

  /** One more integration of the same group. */
  async second(): Promise<Tenant['scim']> {
    return (await connected(this.app.services, this.tenant, { name: 'second' })).scim;
  }

  integration(): Promise<Integration> {
    return integrationIn(this.app.services, this.tenant, this.tenant.integrationId);
  }

  async resume(): Promise<number> {
    const { store } = this.app.services;
    const present = await this.integration();
    return store.transaction((unit) => resumeRemovals(unit, present, operator));
  }

  async discard(): Promise<string[]> {
    return this.discardBy(this.app.services);
  }

  async discardBy({ store, runner }: Services): Promise<string[]> {
    const present = await this.integration();
    const discard = await store.transaction((unit) => beginDiscard(unit, present, operator));
    return [...(await runner.finish(discard)).state.restored];
  }

  /** What the audit log has of the integration and its members, the oldest first. */
  async acts(): Promise<string[]> {
    const newest = { limit: 200, descending: true };
    const { items } = await this.app.services.store.list(auditEntries, this.tenant.groupId, newest);
    return items
      .reverse()
      .map(({ action }) => action)
      .filter((action) => /^integration\.(?!created)|^member\./.test(action));
  }

  /** The mails that tell owners of the pause. */
  async letters(): Promise<Mail[]> {
    const { items } = await this.app.services.store.sweep(mails, { index: 'due', limit: 10_000 });
    return items.filter(({ letter }) => letter.template === 'removals_paused' && letter.group === this.slug);
  }
}
