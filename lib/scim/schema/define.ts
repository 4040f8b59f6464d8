import type { Attribute } from './types.ts';

type Traits = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>;

/** An attribute with the defaults of RFC 7643 section 2.2. */
export function attribute(
  name: string,
  type: Attribute['type'],
  description: string,
  traits: Traits = {},
): Attribute {
  return {
    name,
    type,
    multiValued: false,
    description,
    required: false,
    caseExact: false,
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...traits,
  };
}

export function text(name: string, description: string, traits: Traits = {}): Attribute {
  return attribute(name, 'string', description, traits);
}

export function reference(
  name: string,
  description: string,
  referenceTypes: string[],
  traits: Traits = {},
): Attribute {
  return attribute(name, 'reference', description, { caseExact: true, referenceTypes, ...traits });
}

export function complex(
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  traits: Traits = {},
): Attribute {
  return attribute(name, 'complex', description, { subAttributes, ...traits });
}

/** A multi-valued attribute with the sub-attributes of RFC 7643 section 2.4. */
export function plural(
  name: string,
  description: string,
  value: Attribute,
  types?: readonly string[],
): Attribute {
  const type = text('type', 'What the value is for', types ? { canonicalValues: types } : {});
  const primary = attribute('primary', 'boolean', 'Whether this is the preferred value');
  const display = text('display', 'A name for people to read');
  return complex(name, description, [value, display, type, primary], { multiValued: true });
}
