import type { ResourceType, Schema } from './types.ts';

/**
 * A resource type for a search over several types: it also has the attributes of the other types, without values (RFC
 * 7644 section 3.4.2.1). These are listed first, so that a bare name means the type's own attribute if it has one.
 */
export function withForeign(type: ResourceType, others: readonly ResourceType[]): ResourceType {
  const own = schemasOf(type);
  const foreign = new Set(others.flatMap(schemasOf).filter((schema) => !own.includes(schema)));
  const extensions = [...foreign].map((schema) => ({ schema, required: false }));
  return { ...type, extensions: [...extensions, ...type.extensions] };
}

function schemasOf({ schema, extensions }: ResourceType): Schema[] {
  return [schema, ...extensions.map((extension) => extension.schema)];
}
