import { limits } from '../../../config/limits.ts';
import type { ScimResource } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import { maskText } from '../../observe/index.ts';
import {
  type Leniency,
  type Notice,
  type PatchOperation,
  type Resource,
  strictError,
} from '../../scim/index.ts';
import type { Ahead, Doc, Matches, Search } from '../../store/index.ts';
import type { Caller, Change } from '../types.ts';

/** Stands for the names that do not fit into an entry. */
const MORE = '…';

/** A stored document that holds a SCIM resource. */
export interface Stored extends Doc {
  readonly integrationId: string;
  readonly resource: Resource;
}

/** A reference to another resource. */
export interface ApartValue {
  readonly value: string;
  readonly type: string;
  /** Its name, if it is shown. */
  readonly display?: string;
}

/**
 * A resource and the values of the attribute that its type stores separately, both from one moment. The caller must
 * close it.
 */
export interface Whole<D> {
  readonly stored: D;
  readonly values: AsyncIterable<ApartValue> | Iterable<ApartValue>;
  /** Never throws. */
  close(): Promise<void>;
}

/** A reference to another resource, with its name and its meaning. */
interface ComputedValue {
  readonly value: string;
  readonly display: string;
  readonly type: string;
}

export interface Computed {
  readonly values: readonly ComputedValue[];
  /** Whether there are more values than are shown. */
  readonly isCut: boolean;
}

export type Edit = (present: Resource) => Resource | Promise<Resource>;
export type Expect = (version: number) => void;

/** A resource as the SCIM routes show it. */
export interface Shown extends Pick<Stored, 'id' | 'v' | 'resource'> {
  /** The version of data that is shown with the resource but is not part of `v`. */
  readonly beside?: string;
}

/** The service behind the SCIM routes of a read-only resource type. The scope separates tenants. */
export interface ReadableService<D extends Shown = Shown> {
  get(scope: string, id: string): Promise<D | undefined>;
  query(scope: string, search: Search): Promise<Matches<D>>;
  /** The current resource, with the values that its type stores separately; undefined when it is gone. */
  whole?(stored: D): Promise<Whole<Shown> | undefined>;
  /** The values of the attribute that its type computes, for several resources: direct ones, or all. */
  computed?(scope: string, ids: readonly string[], which: 'direct' | 'all'): Promise<readonly Computed[]>;
}

/** The service behind the SCIM routes of a resource type. The rules of Rollcall implement it. */
export interface ResourceService<D extends Stored = Stored, R extends Shown = Shown>
  extends ReadableService<R> {
  /** Begins reading what a request of this method will need; undefined where that saves nothing. */
  foresee?(
    tenant: Pick<Integration, 'id' | 'rootId'>,
    method: string,
    id: string | undefined,
  ): Ahead | undefined;
  create(caller: Caller, resource: Resource): Promise<D>;
  /** Changes a resource to the result of `edit`. `expect` throws when the version is not the wanted one. */
  replace(caller: Caller, id: string, edit: Edit, expect: Expect): Promise<D>;
  /** `status` is the status that the client will get, for the log. */
  patch(
    caller: Caller,
    id: string,
    operations: readonly PatchOperation[],
    expect: Expect,
    status?: number,
  ): Promise<D>;
  remove(caller: Caller, id: string, expect: Expect): Promise<void>;
}

/** Returns a function that records leniencies, or throws their `ScimError` if the integration is strict. */
export function noticeOf(caller: Caller): Notice {
  const record = recordOf(caller);
  if (!caller.integration.settings.strict) return record;
  return (leniency, dropped) => {
    const error = strictError(leniency, dropped);
    if (error) throw error;
    record(leniency, dropped);
  };
}

/** How the integration of a request reads a PATCH. A strict one refuses an unknown attribute by its notice. */
export function patchOptionsOf({ integration: { settings } }: Caller) {
  const isStrict = settings.strict === true;
  return { ignoreUnknown: settings.ignoreUnknownAttributes || isStrict, isStrict };
}

/** Returns a function that records leniencies, and the attributes that they dropped, with the request. */
export function recordOf(caller: Caller): Notice {
  return (leniency, dropped) => {
    caller.leniencies.add(leniency as Leniency);
    if (dropped !== undefined) addDropped(caller.dropped, dropped);
  };
}

/** Records the name of an unknown attribute that a request sent. */
function addDropped(dropped: Set<string>, sent: string): void {
  if (dropped.has(MORE) || dropped.has(sent)) return;
  const name = shown(sent);
  dropped.add(dropped.has(name) || dropped.size < limits.droppedNames ? name : MORE);
}

/** Removes the values of a filter in a path: the log must not keep them. */
function shown(sent: string): string {
  const name = sent.trim().replace(/\[.*$/s, '[…]');
  const short = name.length > limits.droppedNameChars ? `${name.slice(0, limits.droppedNameChars)}…` : name;
  return maskText(short).replace(/\p{Cc}|\p{Cs}|\p{Bidi_Control}/gu, '\u{fffd}');
}

interface Written {
  readonly modifiedAt: number;
  readonly meta: Resource;
}

/** `meta` of a resource that is written now. `lastModified` never decreases, even if the clock goes back. */
export function metaOf(resourceType: string, before: Resource | undefined, now: number): Written {
  const present = (before?.meta ?? {}) as Resource;
  const modifiedAt = Math.max(now, timeOf(present.created), timeOf(present.lastModified));
  const lastModified = new Date(modifiedAt).toISOString();
  return { modifiedAt, meta: { resourceType, created: lastModified, ...present, lastModified } };
}

function timeOf(text: unknown): number {
  return typeof text === 'string' ? Date.parse(text) : 0;
}

/** A stored resource as receivers of events see it. All attributes of a new resource count as changed. */
export function scimResource(
  endpoint: string,
  { id, integrationId, resource }: Pick<Stored, 'id' | 'integrationId' | 'resource'>,
  method: string | undefined,
  attributes: readonly string[] = attributesOf(resource),
): ScimResource {
  const { externalId } = resource;
  return {
    ...{ integrationId, uri: `${endpoint}/${id}`, attributes },
    ...(typeof externalId === 'string' ? { externalId } : {}),
    ...(method === undefined ? {} : { method }),
  };
}

/** The attributes in a list of changes of resources. */
export function attributesIn(changes: readonly Change[]): string[] {
  return changes.map(({ what }) => what);
}

function attributesOf(resource: Resource): string[] {
  return Object.keys(resource).filter((name) => name !== 'meta' && name !== 'schemas');
}
