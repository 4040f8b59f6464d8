import { z } from 'zod';
import type { ResourceTypeDeclaration } from './registry.ts';
import type { Attribute, Schema } from './types.ts';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', 'schemas', 'id', 'externalid', 'meta']);

const name = z
  .string()
  .regex(/^[A-Za-z$][\w$-]*$/, 'is not an attribute name (RFC 7643 section 2.1)')
  .refine((text) => !FORBIDDEN.has(text.toLowerCase()), 'is reserved');

const traits = {
  name,
  type: z
    .enum(['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'])
    .default('string'),
  multiValued: z.boolean().default(false),
  description: z.string().default(''),
  required: z.boolean().default(false),
  caseExact: z.boolean().default(false),
  mutability: z.enum(['readOnly', 'readWrite', 'immutable', 'writeOnly']).default('readWrite'),
  returned: z.enum(['always', 'never', 'default', 'request']).default('default'),
  uniqueness: z.enum(['none', 'server', 'global']).default('none'),
  canonicalValues: z.array(z.string()).optional(),
  referenceTypes: z.array(z.string()).optional(),
};
const subAttribute = z
  .strictObject(traits)
  .refine(({ type }) => type !== 'complex', 'a sub-attribute cannot be complex');
const attribute = z
  .strictObject({ ...traits, subAttributes: z.array(subAttribute).min(1).optional() })
  .refine(
    ({ type, subAttributes }) => (type === 'complex') === (subAttributes !== undefined),
    'complex attributes, and only they, have subAttributes',
  )
  .refine(({ subAttributes }) => areDistinct(subAttributes ?? []), 'two sub-attributes have one name');

const urn = z.string().regex(/^urn:[\w.:-]+$/i, 'is not a URN');

const schemaFile = z.object({
  id: urn,
  name: z.string().min(1),
  description: z.string().default(''),
  attributes: z.array(attribute).min(1).refine(areDistinct, 'two attributes have one name'),
});

const resourceTypeFile = z.object({
  name: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, 'has letters and digits'),
  endpoint: z.string().regex(/^\/[A-Za-z][A-Za-z0-9]*$/, 'is a path of one segment, such as /Devices'),
  description: z.string().default(''),
  schema: urn,
  schemaExtensions: z.array(z.object({ schema: urn, required: z.boolean().default(false) })).default([]),
});

/** A schema in the JSON form of RFC 7643 section 7. Throws an error that lists the mistakes. */
export function parseSchemaFile(json: unknown): Schema {
  const schema = parsed(schemaFile, json);
  return { ...schema, attributes: schema.attributes.map(asAttribute) };
}

/** A resource type in the JSON form of RFC 7643 section 6. Throws an error that lists the mistakes. */
export function parseResourceTypeFile(json: unknown): ResourceTypeDeclaration {
  return parsed(resourceTypeFile, json);
}

function parsed<S extends z.ZodType>(shape: S, json: unknown): z.output<S> {
  const result = shape.safeParse(json);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; '));
}

/** Drops undefined fields, as the type requires. */
function asAttribute({
  subAttributes,
  canonicalValues,
  referenceTypes,
  ...rest
}: z.output<typeof attribute>): Attribute {
  return {
    ...rest,
    ...(canonicalValues ? { canonicalValues } : {}),
    ...(referenceTypes ? { referenceTypes } : {}),
    ...(subAttributes ? { subAttributes: subAttributes.map(asAttribute) } : {}),
  };
}

function areDistinct(attributes: readonly { readonly name: string }[]): boolean {
  return new Set(attributes.map((each) => each.name.toLowerCase())).size === attributes.length;
}
