import type { Attribute, Resource, ResourceType, Schema } from './schema/types.ts';

/**
 * The abilities of the service provider: the content of ServiceProviderConfig (RFC 7643 section 5, RFC 9865 section 4).
 */
export interface Features {
  readonly patch: boolean;
  readonly bulk: {
    readonly supported: boolean;
    readonly maxOperations: number;
    readonly maxPayloadSize: number;
  };
  readonly filter: { readonly supported: boolean; readonly maxResults: number };
  readonly changePassword: boolean;
  readonly sort: boolean;
  readonly etag: boolean;
  /** RFC 9865; omitted for clients that refuse additions to RFC 7643. */
  readonly pagination?: Readonly<Record<string, unknown>>;
  readonly authenticationSchemes: readonly Readonly<Record<string, unknown>>[];
}

export function serviceProviderConfig(features: Features, base: string): Resource {
  const { patch, bulk, filter, changePassword, sort, etag, pagination, authenticationSchemes } = features;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: patch },
    bulk,
    filter,
    changePassword: { supported: changePassword },
    sort: { supported: sort },
    etag: { supported: etag },
    ...(pagination ? { pagination } : {}),
    authenticationSchemes,
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

/** RFC 7643 section 6. */
export function resourceTypeDocument(type: ResourceType, base: string): Resource & { readonly id: string } {
  const { id, name, endpoint, description, schema, extensions } = type;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id,
    name,
    endpoint,
    description,
    schema: schema.id,
    schemaExtensions: extensions.map((extension) => ({
      schema: extension.schema.id,
      required: extension.required,
    })),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${id}` },
  };
}

/** RFC 7643 section 7. `isWhole` also publishes attributes that are accepted but never returned, such as `password`. */
export function schemaDocument(
  schema: Schema,
  base: string,
  isWhole = false,
): Resource & { readonly id: string } {
  const { id, name, description, attributes } = schema;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: attributes.filter(({ unpublished }) => isWhole || !unpublished).map(attributeDocument),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

/** `caseExact` and `uniqueness` have no meaning for booleans, numbers, dates and complex attributes. */
function attributeDocument({
  subAttributes,
  maxValues: _most,
  valueRequired: _value,
  unpublished: _hidden,
  ...attribute
}: Attribute): Resource {
  const { caseExact, uniqueness, ...rest } = attribute;
  const isText = ['string', 'reference', 'binary'].includes(attribute.type);
  return {
    ...rest,
    ...(isText ? { caseExact, uniqueness } : {}),
    ...(subAttributes ? { subAttributes: subAttributes.map(attributeDocument) } : {}),
  };
}
