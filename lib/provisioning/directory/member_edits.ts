import { limits } from '../../../config/limits.ts';
import {
  type Filter,
  InvalidFilter,
  InvalidPath,
  InvalidValue,
  Mutability,
  membersAttribute,
  NoTarget,
  type Notice,
  type PatchOperation,
  readElement,
} from '../../scim/index.ts';
import { choicesIn, fits } from './member_choice.ts';
import { steps } from './steps.ts';
import type { MemberKind } from './types.ts';

/** What a request makes of a group's members. */
export interface MemberEdits {
  /** Whether nobody stays but those in `wanted`. */
  readonly isWhole: boolean;
  /** Whether null or "" stood for the empty list: a value may have been forgotten. */
  readonly isBlank: boolean;
  readonly wanted: ReadonlySet<string>;
  readonly unwanted: ReadonlySet<string>;
  /** In whose place others come: each must be a member before. */
  readonly replaced: ReadonlySet<string>;
}

/** How many people may lose access by these edits: few where they empty the group and do not name who leaves. */
export function mostLosses({ isWhole, isBlank, wanted }: MemberEdits): number {
  if (!isWhole || wanted.size > 0) return Number.POSITIVE_INFINITY;
  return isBlank ? 0 : limits.emptiedPeople;
}

/** Nobody stays. */
export const NOBODY: MemberEdits = {
  isWhole: true,
  isBlank: false,
  wanted: new Set(),
  unwanted: new Set(),
  replaced: new Set(),
};

interface Options {
  readonly notice: Notice;
  /** Whether `replace` with one single member means to add it. */
  readonly singleReplaceAdds: boolean;
  /** What those in `chosenByType` are. */
  readonly kinds: ReadonlyMap<string, MemberKind>;
}

/** The members of a POST or PUT: exactly these, nobody for null. Pauses after every step. Throws `InvalidValue`. */
export function* wholeSet(members: unknown, notice: Notice): Generator<void, MemberEdits> {
  const edits = new Edits();
  edits.clear(members === null);
  for (const ids of idsIn(members ?? [], notice)) yield edits.add(ids);
  return edits;
}

/** The ids of those whom operations choose by type too. Throws `InvalidFilter`. */
export function chosenByType(operations: readonly PatchOperation[]): string[] {
  return operations
    .flatMap(({ path }) => (path.filter ? choicesIn(path.filter) : []))
    .filter(({ types }) => types.length > 0)
    .map(({ id }) => id);
}

/**
 * What PATCH operations on `members`, in their order, come to. Pauses after every step. Throws `InvalidValue`,
 * `InvalidFilter`, `InvalidPath`, `Mutability`, `NoTarget`.
 */
export function* membersAfter(
  operations: readonly PatchOperation[],
  options: Options,
): Generator<void, MemberEdits> {
  const edits = new Edits();
  for (const operation of operations) {
    checkSub(operation);
    if (operation.op === 'remove') yield* remove(edits, operation, options);
    else if (operation.path.filter) assignAt(edits, operation, operation.path.filter);
    else yield* assign(edits, operation, options);
  }
  return edits;
}

type Removal = Extract<PatchOperation, { op: 'remove' }>;
type Assignment = Exclude<PatchOperation, Removal>;

function* remove(
  edits: Edits,
  { path, values, isBlank }: Removal,
  { kinds, notice }: Options,
): Generator<void, void> {
  if (path.filter) edits.remove(removedBy(path.filter, kinds));
  else if (values) for (const ids of idsIn(values, notice)) yield edits.remove(ids);
  else edits.clear(isBlank);
}

function* assign(edits: Edits, { op, path, value }: Assignment, options: Options): Generator<void, void> {
  const isSingle = !Array.isArray(value) || value.length === 1;
  if (op === 'replace' && !(options.singleReplaceAdds && isSingle)) edits.clear();
  const notice = path.sub ? UNNOTICED : options.notice;
  for (const ids of idsIn(value, notice)) yield edits.add(ids);
}

/** RFC 7644 section 3.5.2.3: what is sent comes in the place of what the path names. */
function assignAt(edits: Edits, { op, value }: Assignment, filter: Filter): void {
  const [chosen, ...others] = choicesIn(filter);
  if (!chosen || chosen.types.length > 0 || others.length > 0)
    throw new InvalidFilter(`The ${op} names one member by its value: members[value eq "…"].`);
  const ids = [...idsIn(value, UNNOTICED)].flat();
  if (op === 'replace') edits.replace(chosen.id, ids);
  else if (ids.every((id) => id === chosen.id)) edits.add(ids);
  else throw new InvalidValue('The value is another member than the path names: add to `members`.');
}

function removedBy(filter: Filter, kinds: Options['kinds']): string[] {
  return choicesIn(filter).flatMap((choice) => {
    const kind = kinds.get(choice.id);
    return choice.types.length === 0 || (kind && fits(choice, kind)) ? [choice.id] : [];
  });
}

class Edits implements MemberEdits {
  isWhole = false;
  isBlank = false;
  readonly wanted = new Set<string>();
  readonly unwanted = new Set<string>();
  readonly replaced = new Set<string>();

  add(ids: readonly string[]): void {
    for (const id of ids) {
      this.wanted.add(id);
      this.unwanted.delete(id);
    }
  }

  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.wanted.delete(id);
      this.unwanted.add(id);
    }
  }

  clear(isBlank = false): void {
    this.isWhole = true;
    this.isBlank ||= isBlank;
    this.wanted.clear();
    this.unwanted.clear();
  }

  replace(id: string, by: readonly string[]): void {
    if (!this.wanted.has(id)) {
      if (this.isWhole || this.unwanted.has(id)) throw new NoTarget(`${id} is no member of the group.`);
      this.replaced.add(id);
    }
    this.remove([id]);
    this.add(by);
  }
}

function checkSub({ op, path }: PatchOperation): void {
  if (path.sub && path.sub.name !== 'value')
    throw new Mutability(`${path.text} cannot be changed: add and remove members.`);
  if (path.sub && (op !== 'add' || path.filter))
    throw new InvalidPath('Name members whole: `members`, or `members[value eq "…"]`.');
}

/** What has been read already needs no notice. */
const UNNOTICED: Notice = () => undefined;

/** The ids in a list of members, or in one member, some at a time. */
function* idsIn(members: unknown, notice: Notice): Generator<string[], void> {
  const given: readonly unknown[] = Array.isArray(members) ? members : [members];
  for (const some of steps(given)) yield some.map((member) => idOf(member, notice));
}

function idOf(member: unknown, notice: Notice): string {
  const read = readElement(membersAttribute, member, membersAttribute.name, notice);
  const id = (read as { value?: unknown } | undefined)?.value;
  if (typeof id !== 'string')
    throw new InvalidValue('Each of the members has a value: the id of a user or group.');
  return id;
}
