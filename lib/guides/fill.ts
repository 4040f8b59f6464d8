import type { Field, Guide, Part, Step, Values } from './types.ts';

const VALUE = /\{(\w+)\}/g;

/** What only a generated credential has. */
const GENERATED: Readonly<Record<string, string>> = {
  '{token}': 'the credential that you generate in Rollcall',
  '{clientId}': 'the client ID that Rollcall shows with the new credential',
  '{clientSecret}': 'the client secret that Rollcall shows with the new credential',
};

/** A guide with the values of a group in the places of `{scimUrl}` and the like. */
export function filled(guide: Guide, values: Values): Guide {
  const { scim, saml } = guide;
  return { ...guide, scim: filledPart(scim, values), saml: filledPart(saml, values) };
}

export function filledFields(fields: readonly Field[], values: Partial<Values>): readonly Field[] {
  return fields.map((field) => filledField(field, values));
}

function filledPart(part: Part, values: Values): Part {
  const filledStep = ({ fields, ...step }: Step): Step => ({
    ...step,
    ...(fields ? { fields: filledFields(fields, values) } : {}),
  });
  return { ...part, steps: part.steps.map(filledStep), test: part.test.map(filledStep) };
}

function filledField(field: Field, values: Partial<Values>): Field {
  if (!('enter' in field)) return field;
  const generated = GENERATED[field.enter];
  if (generated !== undefined && named(field.enter.slice(1, -1), values) === undefined)
    return { name: field.name, choose: generated };
  return {
    name: field.name,
    enter: field.enter.replace(VALUE, (whole, name: string) => named(name, values) ?? whole),
  };
}

function named(name: string, values: Partial<Values>): string | undefined {
  return Object.entries(values).find(([key]) => key === name)?.[1];
}
