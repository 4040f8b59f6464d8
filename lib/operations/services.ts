import { type UnitStore, unitStore } from '../audit/index.ts';
import { domainAccounts, type LookUpTxt } from '../domains/index.ts';
import { followNames, MemberCounts, seatClear, seatCount } from '../groups/index.ts';
import { Firsts, type KeySource, keySource, TokenUses } from '../integrations/index.ts';
import { Runner } from '../jobs/index.ts';
import type { Outbound, Poster, Runtime, Secret } from '../kernel/index.ts';
import {
  CustomResources,
  DirectoryGroups,
  discoveryClear,
  discoveryFill,
  EntitlementCatalog,
  followingList,
  followMembers,
  GroupMemberships,
  goingLive,
  integrationRemoval,
  LogBook,
  People,
  Previews,
  type ReadableService,
  type ResourceService,
  RoleAttributes,
  recalculation,
  reconciliation,
  removalDiscard,
  roleCatalog,
  roleRecalculation,
  Users,
} from '../provisioning/index.ts';
import type { Registry, ResourceType } from '../scim/index.ts';
import type { Store } from '../store/index.ts';
import { Courier, HeldPolls, Outbox, receiverEnd } from '../webhooks/index.ts';
import { Renewal } from './renewal.ts';
import type { Vitals } from './vitals.ts';

export interface Secrets {
  readonly tokenPepper: Secret;
  readonly cursorKey: Secret;
  readonly auditKey: Secret;
  readonly samlKey: Secret;
}

/** All rules of Rollcall without an interface: the app and the operator's commands use them. */
export interface Services {
  readonly store: UnitStore;
  readonly runtime: Runtime;
  readonly registry: Registry;
  readonly secrets: Secrets;
  readonly lookUpTxt: LookUpTxt;
  readonly outbound: Outbound;
  readonly poster: Poster;
  readonly runner: Runner;
  readonly people: People;
  readonly users: Users;
  readonly previews: Previews;
  readonly directoryGroups: DirectoryGroups;
  readonly roleAttributes: RoleAttributes;
  readonly logBook: LogBook;
  readonly memberCounts: MemberCounts;
  readonly tokenUses: TokenUses;
  readonly keysOf: KeySource;
  readonly firsts: Firsts;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly polls: HeldPolls;
  readonly renewal: Renewal;
  /** Undefined where no service runs. */
  readonly vitals?: Vitals;
  resourcesOf(type: ResourceType): ResourceService;
  /** The service of a read-only type, the same for all integrations of a group; undefined for all others. */
  catalogOf(type: ResourceType): ReadableService | undefined;
}

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
  readonly registry: Registry;
  readonly secrets: Secrets;
  readonly lookUpTxt: LookUpTxt;
  readonly outbound: Outbound;
  readonly poster: Poster;
  readonly vitals?: Vitals;
}

export function createServices(given: Parts): Services {
  const outbox = new Outbox(given.store, given.runtime);
  const polls = new HeldPolls();
  outbox.onQueued((receivers) => polls.wake(receivers));
  const store = unitStore(given.store, given.runtime, outbox, [followMembers, followNames(given.store)]);
  const runner = new Runner(store);
  const parts = { ...given, store, runner };
  const people = new People(parts);
  const directoryGroups = new DirectoryGroups({ ...parts, people });
  const users = new Users({ ...parts, directoryGroups, people });
  runner.register(domainAccounts);
  runner.register(seatCount);
  runner.register(seatClear);
  runner.register(recalculation);
  runner.register(reconciliation);
  runner.register(roleRecalculation(given.registry.userType));
  runner.register(integrationRemoval(given.registry, runner));
  runner.register(removalDiscard(people));
  runner.register(followingList(people));
  runner.register(discoveryFill);
  runner.register(discoveryClear);
  runner.register(goingLive(people, runner));
  runner.register(receiverEnd);
  const entitlements = new EntitlementCatalog(parts.store);
  const memberships = new GroupMemberships(parts.store, directoryGroups);
  return {
    ...parts,
    previews: new Previews({ ...parts, people }),
    people,
    users,
    directoryGroups,
    roleAttributes: new RoleAttributes(parts),
    logBook: new LogBook(parts.store),
    memberCounts: new MemberCounts(store),
    tokenUses: new TokenUses(parts.store, given.secrets.tokenPepper),
    keysOf: keySource(parts),
    firsts: new Firsts(parts.store),
    outbox,
    polls,
    renewal: new Renewal(),
    courier: new Courier({ store, poster: given.poster, key: given.secrets.samlKey }),
    catalogOf({ readOnly, name }) {
      if (!readOnly) return undefined;
      return name === 'Role' ? roleCatalog : entitlements;
    },
    resourcesOf(type) {
      if (type.name === 'User') return users;
      if (type.name === 'GroupMembership') return memberships;
      return type.name === 'Group' ? directoryGroups : new CustomResources(parts.store, type);
    },
  };
}
