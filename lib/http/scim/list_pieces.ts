import { limits } from '../../../config/limits.ts';
import type { Shown } from '../../provisioning/index.ts';
import type { Projection, Resource } from '../../scim/index.ts';
import type { Context } from '../types.ts';
import { asksComputed, withComputed } from './computed.ts';
import type { Endpoint, Tenant } from './endpoint.ts';
import { piecesOf } from './pieces.ts';
import { present, showsApart } from './present.ts';

/** What a page shows of its resources, and for which caller. */
export interface Asked {
  readonly endpoint: Endpoint;
  readonly tenant: Tenant;
  /** The SCIM base URL of the group. */
  readonly base: string;
  readonly projection: Projection;
}

/** Pieces of JSON: one resource, or several separated by commas. */
type Pieces = AsyncIterable<string> | Iterable<string>;

/** The JSON of a list response (RFC 7644 section 3.4.2), written while its resources are read. */
export async function* listPieces(
  head: Resource,
  resources: AsyncIterable<Pieces>,
): AsyncGenerator<string, void> {
  yield `${JSON.stringify(head).slice(0, -1)},"Resources":[`;
  let between = '';
  for await (const pieces of resources) {
    let before = between;
    for await (const piece of pieces) {
      yield before + piece;
      before = '';
      between = ',';
    }
  }
  yield ']}';
}

/** The JSON of the resources of a page. */
export async function* resourcesOf(
  ctx: Context,
  steps: AsyncIterable<readonly Shown[]>,
  { endpoint, tenant, base, projection }: Asked,
): AsyncGenerator<Pieces> {
  const isApart = showsApart(endpoint, projection);
  const isComputed = asksComputed(endpoint.type, projection);
  const most = isComputed ? limits.computedAtOnce : limits.maxPageSize;
  for await (const step of steps)
    for (let at = 0; at < step.length; at += most) {
      const items = step.slice(at, at + most);
      const shown = isComputed ? await withComputed(ctx, items, endpoint, tenant, projection) : items;
      if (isApart) for (const stored of shown) yield piecesOf(stored, endpoint, base, projection);
      else yield [elementsOf(shown.map((stored) => present(stored, endpoint, base, projection)))];
    }
}

/** One call for many resources is faster than one for each. */
function elementsOf(resources: readonly Resource[]): string {
  return JSON.stringify(resources).slice(1, -1);
}
