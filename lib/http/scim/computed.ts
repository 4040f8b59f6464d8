import { limits } from '../../../config/limits.ts';
import type { Computed, Shown } from '../../provisioning/index.ts';
import { digestOf, type Projection, type ResourceType } from '../../scim/index.ts';
import { begun } from '../../store/index.ts';
import type { Context, Middleware, Next } from '../types.ts';
import type { Endpoint, Tenant } from './endpoint.ts';
import { baseUrl } from './present.ts';

/**
 * Adds the attribute that the resource type computes, if the answer shows it. Direct values only; also indirect ones if
 * the client names the attribute.
 */
export async function withComputed<S extends Shown>(
  ctx: Context,
  items: readonly S[],
  endpoint: Endpoint,
  tenant: Tenant,
  projection: Projection,
): Promise<readonly S[]> {
  const { type } = endpoint;
  const { computed } = type;
  if (!computed || !showsComputed(type, projection) || items.length === 0) return items;
  const ids = items.map(({ id }) => id);
  const which = projection.included ? 'all' : 'direct';
  const found = isNew(ctx, items) ? [] : await valuesOf(ctx, endpoint, endpoint.scopeOf(tenant), ids, which);
  noteCut(
    ctx,
    ids.filter((_, at) => found[at]?.isCut),
  );
  const kind = computed.subAttributes?.find(({ name }) => name === '$ref')?.referenceTypes?.[0];
  const base = baseUrl(ctx, endpoint.publicUrl);
  return items.map((item, at) => {
    const values = found[at]?.values ?? [];
    const beside = digestOf(values);
    if (beside === undefined) return item;
    const shown = values.map((value) => ({ ...value, $ref: `${base}/${kind}s/${value.value}` }));
    return { ...item, beside, resource: { ...item.resource, [computed.name]: shown } };
  });
}

/** Begins reading what the answer with one resource will show, for the integration that the token had before. */
export function computeAhead(guess: (ctx: Context) => Tenant | undefined, endpoint: Endpoint): Middleware {
  const { type, service, scopeOf } = endpoint;
  return function beginComputed(ctx: Context, next: Next) {
    const tenant = guess(ctx);
    const id = ctx.params.id;
    const isAsked = type.computed !== undefined && !/attributes=/i.test(ctx.querystring);
    if (tenant && id !== undefined && isAsked && service.computed) {
      const scope = scopeOf(tenant);
      const found = service.computed(scope, [id], 'direct');
      begun([found]);
      ctx.state.computed = { scope, id, found };
    }
    return next();
  };
}

async function valuesOf(
  ctx: Context,
  { service }: Endpoint,
  scope: string,
  ids: readonly string[],
  which: 'direct' | 'all',
): Promise<readonly Computed[]> {
  const { computed } = ctx.state;
  const [id, ...more] = ids;
  const isAhead = which === 'direct' && computed?.scope === scope && computed.id === id && more.length === 0;
  return isAhead ? computed.found : ((await service.computed?.(scope, ids, which)) ?? []);
}

/** Whether this request has created the only resource: nothing refers to it yet. */
function isNew({ status }: Context, [first, ...more]: readonly Shown[]): boolean {
  return status === 201 && first?.v === 1 && more.length === 0;
}

/**
 * Whether a client names the computed attribute of a resource type. Lists show it only then, because it is expensive.
 */
export function asksComputed({ computed }: ResourceType, { included }: Projection): boolean {
  return computed !== undefined && included?.has(computed.name) === true;
}

function showsComputed({ computed }: ResourceType, { included, excluded }: Projection): boolean {
  if (computed === undefined || excluded?.get(computed.name) === 'all') return false;
  return included === undefined || included.has(computed.name);
}

function noteCut(ctx: Context, ids: readonly string[]): void {
  if (ids.length === 0) return;
  const most = limits.shownGroups;
  ctx.state.remark = `A user is in more than ${most} groups, and the answer shows ${most} of them.`;
  ctx.state.log.warn(
    { requestId: ctx.state.requestId, users: ids },
    'users are in more groups than the answer shows',
  );
}
