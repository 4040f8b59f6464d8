import type { Unit, UnitStore } from '../../audit/index.ts';
import { refusePaused } from '../../integrations/index.ts';
import { RuleError, unhurried } from '../../kernel/index.ts';
import { applyPatch, type PatchOperation, type Resource, type ResourceType } from '../../scim/index.ts';
import type { Matches, Search } from '../../store/index.ts';
import { customResources } from '../collections.ts';
import { changesBetween, type LoggedOutcome, logChange } from '../log.ts';
import type { Caller, CustomResource } from '../types.ts';
import { UniqueValues } from '../users/unique_values.ts';
import {
  attributesIn,
  type Edit,
  type Expect,
  metaOf,
  noticeOf,
  type ResourceService,
  scimResource,
} from './resources.ts';

/** The resources of one type that the operator registered. Only its schema applies to them; Rollcall adds no rules. */
export class CustomResources implements ResourceService<CustomResource> {
  readonly #store: UnitStore;
  readonly #type: ResourceType;
  readonly #unique: UniqueValues<CustomResource>;

  constructor(store: UnitStore, type: ResourceType) {
    this.#store = store;
    this.#type = type;
    this.#unique = new UniqueValues(customResources, type);
  }

  get(integrationId: string, id: string): Promise<CustomResource | undefined> {
    return this.#store.get(customResources, this.#placeIn(integrationId), id);
  }

  query(integrationId: string, search: Search): Promise<Matches<CustomResource>> {
    return this.#store.query(customResources, this.#placeIn(integrationId), search);
  }

  /** Throws `RuleError` `unique_value_taken`. */
  async create(caller: Caller, resource: Resource): Promise<CustomResource> {
    refusePaused(caller.integration);
    return this.#store.transaction(async (unit) => {
      const { id: integrationId, rootId } = caller.integration;
      const place = { id: unit.id(), integrationId, rootId };
      const stored = unit.insert(customResources, await this.#documentOf(unit, resource, place));
      this.#log(unit, caller, stored, 'resource.created', {
        status: 201,
        outcome: `Created the ${this.#type.name}.`,
      });
      return stored;
    });
  }

  /** Like `Users.replace`. Throws `RuleError`: `not_found`, `unique_value_taken`. */
  async replace(caller: Caller, id: string, edit: Edit, expect: Expect): Promise<CustomResource> {
    refusePaused(caller.integration);
    return this.#store.transaction(async (unit) => {
      const present = await this.#present(unit, caller, id);
      expect(present.v);
      const resource = await edit(present.resource);
      const changes = changesBetween(present.resource, resource);
      if (changes.length === 0) return present;
      const changed = await this.#documentOf(unit, resource, present);
      const stored = unit.update(customResources, { ...changed, v: present.v });
      this.#log(unit, caller, stored, 'resource.changed', {
        status: 200,
        outcome: `Changed the ${this.#type.name}.`,
        changes,
      });
      return stored;
    }, id);
  }

  patch(
    caller: Caller,
    id: string,
    operations: readonly PatchOperation[],
    expect: Expect,
  ): Promise<CustomResource> {
    return this.replace(
      caller,
      id,
      (present) => unhurried(this.#store, applyPatch(this.#type, present, operations, noticeOf(caller))),
      expect,
    );
  }

  async remove(caller: Caller, id: string, expect: Expect): Promise<void> {
    refusePaused(caller.integration);
    return this.#store.transaction(async (unit) => {
      const present = await this.#present(unit, caller, id);
      expect(present.v);
      unit.remove(customResources, present);
      this.#log(unit, caller, present, 'resource.deleted', {
        status: 204,
        outcome: `Deleted the ${this.#type.name}.`,
      });
    }, id);
  }

  async #present(unit: Unit, caller: Caller, id: string): Promise<CustomResource> {
    const present = await unit.get(customResources, this.#placeIn(caller.integration.id), id);
    if (!present) throw new RuleError('not_found', `There is no ${this.#type.name} ${id}.`);
    return present;
  }

  async #documentOf(
    unit: Unit,
    resource: Resource,
    place: Pick<CustomResource, 'id' | 'integrationId' | 'rootId'> & { readonly resource?: Resource },
  ): Promise<Omit<CustomResource, 'v'>> {
    const { meta, modifiedAt } = metaOf(this.#type.name, place.resource, unit.now());
    const { schemas, ...attributes } = resource;
    const scope = this.#placeIn(place.integrationId);
    const claim = { id: place.id, scope, resource, present: place.resource ?? {} };
    return {
      id: place.id,
      place: scope,
      integrationId: place.integrationId,
      rootId: place.rootId,
      type: this.#type.name,
      uniqueValues: await this.#unique.claim(unit, claim),
      modifiedAt,
      resource: {
        schemas,
        ...attributes,
        id: place.id,
        meta,
      },
    };
  }

  #placeIn(integrationId: string): string {
    return placeOf(integrationId, this.#type.name);
  }

  #log(
    unit: Unit,
    caller: Caller,
    stored: CustomResource,
    action: 'resource.created' | 'resource.changed' | 'resource.deleted',
    happened: LoggedOutcome,
  ): void {
    const { integration, token, request } = caller;
    logChange(unit, caller, { ...happened, resourceId: stored.id });
    unit.record({
      rootId: integration.rootId,
      actor: { kind: 'scim', integrationId: integration.id, tokenId: token.id, ip: request.ip },
      action,
      target: { kind: 'resource', id: stored.id },
      detail: {
        resourceType: this.#type.name,
        changed: (happened.changes ?? []).map((change) => change.what),
      },
      requestId: request.requestId,
      resource: scimResource(
        this.#type.endpoint,
        stored,
        request.method,
        happened.changes && attributesIn(happened.changes),
      ),
    });
  }
}

/** The scope of the resources of one integration and type. */
export function placeOf(integrationId: string, typeName: string): string {
  return `${integrationId}:${typeName}`;
}
