import { accounts } from '../accounts/index.ts';
import type { Actor, ScimResource } from '../audit/index.ts';
import { groupWithId, pathOf } from '../groups/index.ts';
import { maskJson } from '../observe/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { type Fact, isOfPlatform } from './facts.ts';
import type { Happenings } from './streams/scim_events.ts';

/** How a payload shows a group. */
interface GroupData {
  readonly id: string;
  /** Absent for a group that is gone. */
  readonly path?: string;
}

/** What is read once for all events of a transaction. */
export class Scene {
  readonly #reader: Reader;
  readonly #groups = new Map<string, Promise<GroupData>>();
  readonly #txn: () => string;

  /** `txn` is the id of the transaction. */
  constructor(reader: Reader, txn: () => string) {
    this.#reader = reader;
    this.#txn = txn;
  }

  /** The `data` of an event, as docs/events.md describes it. Secrets are masked. */
  async dataOf(fact: Fact): Promise<Readonly<Record<string, unknown>>> {
    const { rootId, accountId, event, access } = fact;
    return maskJson({
      ...(isOfPlatform(fact) ? {} : { group: await this.#group(rootId, rootId) }),
      ...(accountId === undefined ? {} : { account: await this.#account(accountId) }),
      ...(event ? { by: byOf(event.actor) } : {}),
      ...(event?.requestId === undefined ? {} : { request: event.requestId }),
      ...(access ? await this.#access(rootId, access) : {}),
      ...(access && event ? { because: event.action } : {}),
      ...(!access && event ? { target: event.target, detail: event.detail } : {}),
    });
  }

  /** The claims of a security event token that tell of a change (RFC 9967 section 2); those of its sending are missing. */
  async tokenOf(
    { rootId, accountId }: Fact,
    { uri, externalId, integrationId }: ScimResource,
    events: Happenings,
  ): Promise<Readonly<Record<string, unknown>>> {
    return {
      txn: this.#txn(),
      sub_id: { format: 'scim', uri, ...(externalId === undefined ? {} : { externalId }) },
      events,
      rollcall: {
        group: await this.#group(rootId, rootId),
        integration: integrationId,
        ...(accountId === undefined ? {} : { account: accountId }),
      },
    };
  }

  async #access(rootId: string, { changes, roles }: NonNullable<Fact['access']>) {
    return {
      access: await Promise.all(
        changes.map(async ({ groupId, ...roleChange }) => ({
          group: await this.#group(rootId, groupId),
          ...roleChange,
        })),
      ),
      roles: await Promise.all(
        roles.map(async ({ groupId, role }) => ({ group: await this.#group(rootId, groupId), role })),
      ),
    };
  }

  #group(rootId: string, id: string): Promise<GroupData> {
    const known = this.#groups.get(id) ?? this.#readGroup(rootId, id);
    this.#groups.set(id, known);
    return known;
  }

  async #readGroup(rootId: string, id: string): Promise<GroupData> {
    const group = await groupWithId(this.#reader, rootId, id);
    return group ? { id, path: await pathOf(this.#reader, group) } : { id };
  }

  async #account(id: string) {
    const account = await this.#reader.get(accounts, PLATFORM, id);
    if (!account) return { id };
    const { username, name, email } = account;
    return { id, username, name, ...(email === undefined ? {} : { email }) };
  }
}

/** The actor of a change, without addresses and tokens. */
function byOf({ kind, accountId, integrationId }: Actor) {
  return {
    kind,
    ...(accountId === undefined ? {} : { accountId }),
    ...(integrationId === undefined ? {} : { integrationId }),
  };
}
