import type { Resource } from '../../lib/scim/schema/types.ts';
import { type Reply, type Tenant, user } from '../helper.ts';

/** How a tenant sends bulk requests, and operations that make people of it. */
export function bulkOf(tenant: () => Tenant) {
  return {
    bulk: (Operations: unknown, more: Resource = {}): Promise<Reply> =>
      tenant().scim('POST', '/Bulk', {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
        Operations,
        ...more,
      }),
    person: (name: string, more: Resource = {}) => post(name, user(`${name}@${tenant().groupId}.test`, more)),
  };
}

export function post(bulkId: string, data: Resource, path = '/Users') {
  return { method: 'POST', bulkId, path, data };
}

export function results({ body }: Reply): Resource[] {
  return body.Operations as Resource[];
}

export function statuses(reply: Reply): unknown[] {
  return results(reply).map(({ status }) => status);
}

/** The id of the resource that an operation was about. */
export function idOf(result: Resource | undefined): string | undefined {
  return String(result?.location).split('/').at(-1);
}

/** The `scimType` with which an operation was refused. */
export function typeOf(result: Resource | undefined): unknown {
  return (result?.response as Resource | undefined)?.scimType;
}
