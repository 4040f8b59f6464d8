import type { Shown } from '../../provisioning/resources.ts';
import type { Projection } from '../../scim/projection.ts';
import type { ResourceType } from '../../scim/schema/types.ts';
import type { Endpoint, Tenant } from './endpoint.ts';

/** Whether a client asks for what its resource type computes. */
export function asksComputed({ computed }: ResourceType, { asked }: Projection): boolean {
  return computed !== undefined && asked?.has(computed.name) === true;
}

/** The resources with the attribute that their type computes, where the client asks for it; else as they are. */
export async function withComputed<S extends Shown>(
  items: readonly S[],
  endpoint: Endpoint,
  tenant: Tenant,
  base: string,
  projection: Projection,
): Promise<readonly S[]> {
  const { type, service } = endpoint;
  const { computed } = type;
  if (!computed || !asksComputed(type, projection)) return items;
  const ids = items.map(({ id }) => id);
  const found = await service.computed?.(endpoint.scopeOf(tenant), ids);
  const kind = computed.subAttributes?.find(({ name }) => name === '$ref')?.referenceTypes?.[0];
  return items.map((item, at) => {
    const values = (found?.[at] ?? []).map((value) => ({
      ...value,
      $ref: `${base}/${kind}s/${value.value}`,
    }));
    if (values.length === 0) return item;
    return { ...item, resource: { ...item.resource, [computed.name]: values } };
  });
}
