import { auditEntries } from '../../lib/audit/types.ts';
import type { Group, Role } from '../../lib/groups/types.ts';
import { integrations, tokenUses } from '../../lib/integrations/types.ts';
import type { Services } from '../../lib/operations/services.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  identities,
  plannedRemovals,
  removalWindows,
} from '../../lib/provisioning/collections.ts';
import { directoryMembers, groupLinks } from '../../lib/provisioning/directory/collections.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { placeOf } from '../../lib/provisioning/resources/custom_resources.ts';
import type { Collection, Doc } from '../../lib/store/port.ts';
import { operate, type Plain } from '../cli/operator.ts';
import { type Rollcall, type Tenant, user } from '../helper.ts';
import { accountOf, below, directoryLinked, groupNamed, memberIn, rolesIn } from './people.ts';
import { type Connection, connected } from './second.ts';

/** A group with a subgroup `team` and two integrations, `SCIM` and `other`, of which the first one is removed. */
export class EndingScene {
  readonly services: Services;
  readonly tenant: Tenant;
  readonly other: Connection;
  readonly root: Group;
  readonly team: Group;

  private constructor(services: Services, tenant: Tenant, other: Connection, root: Group, team: Group) {
    this.services = services;
    this.tenant = tenant;
    this.other = other;
    this.root = root;
    this.team = team;
  }

  static async begin({ services, bootstrap }: Rollcall): Promise<EndingScene> {
    const tenant = await bootstrap(undefined, { defaultRole: 'reporter' });
    const root = await groupNamed(services, tenant.groupId);
    const team = await below(services, root, 'team');
    const other = await connected(services, tenant, { name: 'other' });
    return new EndingScene(services, tenant, other, root, team);
  }

  mail(name: string): string {
    return `${name}@${this.root.slug}.test`;
  }

  /** Runs a command on the group. */
  run(name: string, args: Plain = {}): Promise<Plain> {
    return operate(this.services, name, { group: this.root.slug, ...args });
  }

  /** Removes the integration `SCIM`. */
  /** Writes the uses of tokens first: one that is written behind the removal stays until the job. */
  async remove(members: 'keep' | 'revoke', services = this.services): Promise<Plain> {
    await this.services.tokenUses.flush();
    return operate(services, 'integration remove', { group: this.root.slug, integration: 'SCIM', members });
  }

  async push(name: string, scim = this.tenant.scim, more = {}): Promise<string> {
    const { status, body } = await scim('POST', '/Users', user(this.mail(name), more));
    if (status !== 201) throw new Error(`${name}: ${JSON.stringify(body)}`);
    return String(body.id);
  }

  /** Links a new directory group of the integration `SCIM` to the subgroup. */
  async linked(ids: readonly string[], role: LinkRole): Promise<void> {
    const members = ids.map((value) => ({ value }));
    const { body } = await this.tenant.scim('POST', '/Groups', { displayName: 'Team', members });
    await directoryLinked(this.services, this.tenant.integrationId, String(body.id), this.team, role);
  }

  async accountId(name: string): Promise<string> {
    return (await accountOf(this.services, this.mail(name))).id;
  }

  async rolesOf(name: string): Promise<Record<string, Role>> {
    return rolesIn(this.services, this.root.id, await this.accountId(name));
  }

  /** `team manual guest` of each origin. */
  async originsOf(name: string): Promise<string[]> {
    const member = await memberIn(this.services, this.root.id, await this.accountId(name));
    return (member?.memberships ?? []).flatMap(({ groupId, origins }) =>
      origins.map(({ kind, role }) => `${groupId === this.root.id ? 'root' : 'team'} ${kind} ${role}`),
    );
  }

  /** What the audit log has of the removal. */
  async acts(): Promise<string[]> {
    const { items } = await this.services.store.list(auditEntries, this.root.id, { limit: 2_000 });
    return items
      .map(({ action }) => action)
      .filter((action) => /^integration\.remov(al_started|ed)|^member\.(kept|revoked)/.test(action));
  }

  /** The names of the collections that still have something of the integration `SCIM`. */
  async left(): Promise<string[]> {
    const { store } = this.services;
    const id = this.tenant.integrationId;
    const scoped: [Collection<Doc>, string][] = [
      [identities as unknown as Collection<Doc>, id],
      [directoryGroups as unknown as Collection<Doc>, id],
      [customResources as unknown as Collection<Doc>, placeOf(id, 'Device')],
      [directoryMembers as unknown as Collection<Doc>, id],
      [groupLinks as unknown as Collection<Doc>, id],
      [plannedRemovals as unknown as Collection<Doc>, id],
      [attentions as unknown as Collection<Doc>, id],
      [tokenUses as unknown as Collection<Doc>, id],
    ];
    const counts = await Promise.all(scoped.map(([from, scope]) => store.count(from, scope)));
    const alone = await Promise.all([
      store.get(integrations, this.root.id, id),
      store.get(removalWindows, this.root.id, id),
    ]);
    return [
      ...scoped.filter((_one, at) => (counts[at] ?? 0) > 0).map(([{ name }]) => name),
      ...alone.flatMap((doc, at) => (doc ? [at === 0 ? 'integrations' : 'removal_windows'] : [])),
    ];
  }
}
