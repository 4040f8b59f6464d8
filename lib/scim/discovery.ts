import type { Attribute, Resource, ResourceType, Schema } from './schema/types.ts';

/**
 * The abilities of the service provider: the content of ServiceProviderConfig (RFC 7643 section 5, RFC 9865 section 4).
 */
interface Features {
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
  /** draft-zollner-scim-interop-profile section 4; only of an integration that keeps to it. */
  readonly interopProfileConformant?: true;
  /** RFC 9967 section 4; omitted for clients that refuse additions to RFC 7643. */
  readonly securityEvents?: {
    readonly asyncRequest: 'none' | 'long' | 'request';
    readonly eventUris: readonly string[];
  };
  readonly authenticationSchemes: readonly Readonly<Record<string, unknown>>[];
}

export function serviceProviderConfig(features: Features, base: string): Resource {
  const { patch, bulk, filter, changePassword, sort, etag, pagination, authenticationSchemes } = features;
  const { interopProfileConformant, securityEvents } = features;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: patch },
    bulk,
    filter,
    changePassword: { supported: changePassword },
    sort: { supported: sort },
    etag: { supported: etag },
    ...(pagination ? { pagination } : {}),
    ...(securityEvents ? { securityEvents } : {}),
    ...(interopProfileConformant ? { interopProfileConformant } : {}),
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

interface SchemaTraits {
  /** Whether to publish attributes that are accepted but never returned, such as `password`. */
  readonly isWhole?: boolean;
  /** Whether every `type` names its canonical values (draft-zollner-scim-interop-profile section 5.4). */
  readonly isTyped?: boolean;
}

/** RFC 7643 section 7. */
export function schemaDocument(
  schema: Schema,
  base: string,
  { isWhole = false, isTyped = false }: SchemaTraits = {},
): Resource & { readonly id: string } {
  const { id, name, description, attributes } = schema;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: attributes
      .filter(({ unpublished }) => isWhole || !unpublished)
      .map((attribute) => attributeDocument(isTyped ? typed(attribute) : attribute)),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

/** RFC 7643 names no values for the `type` of roles, entitlements and certificates. */
function typed(attribute: Attribute): Attribute {
  const subAttributes = attribute.subAttributes?.map((sub) =>
    attribute.multiValued && sub.name === 'type' ? { canonicalValues: ['other'], ...sub } : sub,
  );
  return { ...attribute, ...(subAttributes ? { subAttributes } : {}) };
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
