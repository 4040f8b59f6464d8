import { limits } from '../../../config/limits.ts';
import { InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget } from '../errors.ts';
import { subNamed, unpacked } from '../ingress/sub_attributes.ts';
import { isEmpty, readValue } from '../ingress/values.ts';
import { checkKind } from '../messages/kind.ts';
import { schemaByUrn } from '../schema/resolve.ts';
import type { Attribute, Notice, Resource, ResourceType } from '../schema/types.ts';
import { type PatchPath, parsePath } from './path.ts';

/** One canonical operation with a resolved path and a value that fits the schema. Only `remove` may omit the value. */
export type PatchOperation =
  /** `cleared`: the sub-attributes to remove from a complex attribute. */
  | {
      readonly op: 'add' | 'replace';
      readonly path: PatchPath;
      readonly value: unknown;
      readonly cleared?: readonly string[];
    }
  /** `values`: only these elements of a multi-valued attribute. `isBlank`: null or "" was sent instead of values. */
  | {
      readonly op: 'remove';
      readonly path: PatchPath;
      readonly values?: readonly unknown[];
      readonly isBlank?: true;
    };

type Op = PatchOperation['op'];

interface Options {
  /** Whether to ignore a path that names no attribute, instead of refusing it. */
  readonly ignoreUnknown?: boolean;
  /** Whether the SCIM interoperability profile applies: a path in every operation, and `replace` of whole values. */
  readonly isStrict?: boolean;
}

interface Reading extends Options {
  readonly type: ResourceType;
  readonly notice: Notice;
}

/** The operations read between two yields: some milliseconds. */
const STEP = 20;

/**
 * Reads a PatchOp message (RFC 7644 section 3.5.2) into canonical operations: splits path-less values, extension URNs
 * and dotted keys, and turns null and "" into removals if the attribute may be emptied that way. Yields after every
 * step. Throws `InvalidSyntax`, `InvalidPath`, `NoTarget`, `InvalidValue`, `Mutability`, `InvalidFilter`.
 */
export function* parsePatch(
  body: unknown,
  type: ResourceType,
  notice: Notice,
  options: Options = {},
): Generator<void, PatchOperation[]> {
  const operations = memberOf(body, 'operations');
  if (!Array.isArray(operations)) throw new InvalidSyntax('The body needs a list of Operations.');
  if (operations.length > limits.patchOperations)
    throw new InvalidSyntax(
      `The PATCH has more than ${limits.patchOperations} operations. Send them in several requests.`,
    );
  const schemas = memberOf(body, 'schemas');
  checkKind(schemas, 'PatchOp');
  if (schemas === undefined) notice('schemas-missing');
  const read: PatchOperation[] = [];
  for (const [at, operation] of operations.entries()) {
    if (at > 0 && at % STEP === 0) yield;
    read.push(...readOperation(operation, { type, notice, ...options }));
  }
  return read;
}

function readOperation(operation: unknown, reading: Reading): PatchOperation[] {
  const op = readOp(memberOf(operation, 'op'), reading.notice);
  const path = memberOf(operation, 'path');
  const value = memberOf(operation, 'value');
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw new InvalidPath('The path of an operation must be a text.');
  if (op !== 'remove' && value === undefined) throw new InvalidValue(`The ${op} needs a value.`);
  if (typeof path === 'string' && path.trim() !== '') return atPath(op, path, value, reading, true);
  if (reading.isStrict) throw new InvalidSyntax('Each operation needs a path: this integration is strict.');
  if (op === 'remove') throw new NoTarget('The remove needs a path.');
  return withoutPath(op, value, reading);
}

function readOp(op: unknown, notice: Notice): Op {
  const folded = typeof op === 'string' ? op.toLowerCase() : '';
  if (folded !== 'add' && folded !== 'replace' && folded !== 'remove')
    throw new InvalidSyntax('The op of an operation must be add, replace or remove.');
  if (op !== folded) notice('op-case');
  return folded;
}

/** RFC 7644 section 3.5.2.1: without a path, the value is a set of attributes. */
function withoutPath(op: Op, value: unknown, reading: Reading): PatchOperation[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new InvalidValue('An operation without a path needs an object of attributes as its value.');
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key.toLowerCase() === 'schemas') return [];
    return atPath(op, key, inner, { ...reading, ignoreUnknown: true }, false);
  });
}

function atPath(
  op: Op,
  text: string,
  value: unknown,
  reading: Reading,
  isExplicit: boolean,
): PatchOperation[] {
  const { type, notice } = reading;
  const schema = schemaByUrn(type, text.trim());
  if (schema) return atSchema(op, schema.id, schema.attributes, value, reading, isExplicit);
  const path = parsePath(text, type, notice);
  if (!path) {
    const isForeign = isOfNeighbour(text, type);
    if (!isForeign && reading.ignoreUnknown !== true)
      throw new InvalidPath(`The path names no attribute: ${shortened(text)}.`);
    notice(isForeign ? 'attribute-foreign' : 'attribute-unknown', text);
    return [];
  }
  const { attribute, sub } = path;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    if (isExplicit) throw new Mutability(`${path.text} cannot be changed.`);
    return [];
  }
  if (!isExplicit && (sub || path.filter)) notice('key-dotted');
  if (op === 'remove') return [removal(path, value, notice)];
  if (reading.isStrict && path.filter && !sub)
    throw new InvalidPath(
      `${shortened(text)} needs a sub-attribute, such as value: this integration is strict.`,
    );
  return assignment(op, path, value, reading);
}

/** Whether the path belongs to another type, such as `roles` on a group. A misspelt path belongs to neither. */
function isOfNeighbour(text: string, { neighbour }: ResourceType): boolean {
  if (!neighbour) return false;
  const isSchema = schemaByUrn(neighbour, text.trim()) !== undefined;
  return isSchema || parsePath(text, neighbour, () => undefined) !== undefined;
}

/** The URN of a whole extension (or of the core schema): one operation for each attribute in the value. */
function atSchema(
  op: Op,
  urn: string,
  attributes: readonly Attribute[],
  value: unknown,
  reading: Reading,
  isExplicit: boolean,
): PatchOperation[] {
  if (op === 'add' && isEmpty(value)) return [];
  if (op === 'remove' || isEmpty(value)) {
    if (urn === reading.type.schema.id) throw new NoTarget('The core schema cannot be removed.');
    return attributes.flatMap(({ name }) => atPath('remove', `${urn}:${name}`, undefined, reading, false));
  }
  if (typeof value !== 'object' || Array.isArray(value)) throw new InvalidValue(`${urn} takes an object.`);
  const attributesSent = Object.entries(value as Resource).filter(
    ([name]) => name.toLowerCase() !== 'schemas',
  );
  return attributesSent.flatMap(([name, inner]) =>
    atPath(
      op,
      `${urn}:${name}`,
      inner,
      { ...reading, ignoreUnknown: reading.ignoreUnknown ?? !isExplicit },
      false,
    ),
  );
}

/** A list of values removes these values, an empty list none. Entra removes members like this. */
function removal(path: PatchPath, value: unknown, notice: Notice): PatchOperation {
  checkRemovable(path);
  if (path.filter || path.sub || !path.attribute.multiValued || value === undefined)
    return { op: 'remove', path };
  if (value === null || value === '') return { op: 'remove', path, isBlank: true };
  const values = readValue(path.attribute, value, path.text, notice);
  return { op: 'remove', path, values: Array.isArray(values) ? values : [] };
}

function assignment(
  op: 'add' | 'replace',
  path: PatchPath,
  sent: unknown,
  { notice, isStrict = false }: Reading,
): PatchOperation[] {
  const { attribute, sub, filter, text } = path;
  if (attribute.unpublished) notice('password-ignored');
  if (attribute.returned === 'never') return [];
  const value = unpacked(sub ?? attribute, sent, text, notice);
  const element: Attribute = filter && !sub ? { ...attribute, multiValued: false } : attribute;
  const read = readValue(sub ?? element, value, text, notice);
  const isWhole = attribute.subAttributes !== undefined && !attribute.multiValued && !sub;
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (isWhole && (read !== undefined || !isEmpty(first))) {
    const cleared = op === 'replace' ? clearedIn(attribute, first, isStrict) : [];
    // A manager without a value counts as absent.
    const isNone = read === undefined && cleared.some(({ name }) => name === 'value');
    // The filter applies to the value before any part of it changes.
    if (!isNone && filter) return [{ op, path, value: read ?? {}, cleared: cleared.map(({ name }) => name) }];
    if (!isNone) return inParts(op, path, (read ?? {}) as Resource, cleared, notice);
  }
  if (read !== undefined) return [{ op, path, value: read }];
  refuseBlank(op, path, value);
  if (op === 'add') return [];
  checkRemovable(path);
  return [{ op: 'remove', path, ...(value === null ? { isBlank: true } : {}) }];
}

/** The sub-attributes that a value of a complex attribute has as empty; if it is the whole value, also those it omits. */
function clearedIn(attribute: Attribute, sent: unknown, isWhole: boolean): Attribute[] {
  const subs = attribute.subAttributes ?? [];
  const entries = Object.entries((typeof sent === 'object' ? sent : {}) as Resource);
  if (isWhole) {
    const named = new Set(entries.filter(([, inner]) => !isEmpty(inner)).map(([key]) => key.toLowerCase()));
    return subs.filter(({ name, mutability }) => mutability !== 'readOnly' && !named.has(name.toLowerCase()));
  }
  return entries
    .filter(([, inner]) => isEmpty(inner))
    .flatMap(([key]) => subNamed(attribute, subs, key, () => undefined) ?? []);
}

/** A complex attribute changes part by part: sub-attributes that are not sent stay (RFC 7644 section 3.5.2.3). */
function inParts(
  op: 'add' | 'replace',
  path: PatchPath,
  read: Resource,
  cleared: readonly Attribute[],
  notice: Notice,
): PatchOperation[] {
  const subs = path.attribute.subAttributes ?? [];
  return [
    ...cleared.map((sub) => ({ op: 'remove' as const, path: below(path, sub) })),
    ...subs
      .filter((sub) => read[sub.name] !== undefined)
      .map((sub) => ({
        op,
        path: below(path, sub),
        value: readValue(sub, read[sub.name], path.text, notice),
      })),
  ];
}

function below(path: PatchPath, sub: Attribute): PatchPath {
  return { ...path, sub, text: `${path.text}.${sub.name}` };
}

/** Null means the empty list (RFC 7643 section 2.5), which can replace a list but not be added. "" is not a list. */
function refuseBlank(op: Op, { attribute, sub, filter, text }: PatchPath, value: unknown): void {
  if (!attribute.valueRequired) return;
  if (sub || filter)
    throw new InvalidValue(`${text} needs a value: the id of the resource that it refers to.`);
  if (value === '' || (value === null && op === 'add'))
    throw new InvalidValue(`${text} takes a list. To empty it, send [].`);
}

function checkRemovable({ attribute, sub, filter, text }: PatchPath): void {
  if (attribute.required && !sub && !filter)
    throw new Mutability(`${text} is required and cannot be removed.`);
}

/** An own member of the message, in any letter case. */
function memberOf(message: unknown, name: string): unknown {
  if (message === null || typeof message !== 'object' || Array.isArray(message))
    throw new InvalidSyntax('A PATCH and each of its operations must be JSON objects.');
  const key = Object.keys(message).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : (message as Resource)[key];
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
