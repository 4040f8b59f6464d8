import type { ResourceType, Schema } from './types.ts';

/**
 * A resource type as a search over several types filters it: the attributes of the other types are known, and have no value
 * (RFC 7644 section 3.4.2.1). They come first, so that a bare name means an attribute of the type itself where it has one.
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
