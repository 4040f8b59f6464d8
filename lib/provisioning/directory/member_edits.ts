import { InvalidFilter, InvalidPath, InvalidValue, Mutability, NoTarget } from '../../scim/errors.ts';
import type { Filter } from '../../scim/filter/types.ts';
import type { PatchOperation } from '../../scim/patch/parse_patch.ts';
import { choicesIn, fits } from './member_choice.ts';
import type { MemberKind } from './types.ts';

/** What a request makes of a group's members. */
export interface MemberEdits {
  /** Whether nobody stays but those in `wanted`. */
  readonly isWhole: boolean;
  readonly wanted: ReadonlySet<string>;
  readonly unwanted: ReadonlySet<string>;
  /** In whose place others come: each must be a member before. */
  readonly replaced: ReadonlySet<string>;
}

interface Options {
  /** Whether `replace` with one single member means to add it. */
  readonly singleReplaceAdds: boolean;
  /** What those in `chosenByType` are. */
  readonly kinds: ReadonlyMap<string, MemberKind>;
}

/** The members of a POST or PUT: exactly these. Throws `InvalidValue`. */
export function wholeSet(members: unknown): MemberEdits {
  const edits = new Edits();
  edits.clear();
  edits.add(idsIn(members));
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
 * What PATCH operations on `members`, in their order, come to. Throws `InvalidValue`, `InvalidFilter`, `InvalidPath`,
 * `Mutability`, `NoTarget`.
 */
export function membersAfter(operations: readonly PatchOperation[], options: Options): MemberEdits {
  const edits = new Edits();
  for (const operation of operations) {
    checkSub(operation);
    if (operation.op === 'remove') remove(edits, operation, options);
    else if (operation.path.filter) assignAt(edits, operation, operation.path.filter);
    else assign(edits, operation, options);
  }
  return edits;
}

type Removal = Extract<PatchOperation, { op: 'remove' }>;
type Assignment = Exclude<PatchOperation, Removal>;

function remove(edits: Edits, { path, values }: Removal, { kinds }: Options): void {
  if (path.filter) edits.remove(removedBy(path.filter, kinds));
  else if (values) edits.remove(idsIn(values));
  else edits.clear();
}

function assign(edits: Edits, { op, value }: Assignment, { singleReplaceAdds }: Options): void {
  const ids = idsIn(value);
  if (op === 'replace' && !(singleReplaceAdds && ids.length === 1)) edits.clear();
  edits.add(ids);
}

/** RFC 7644 section 3.5.2.3: what is sent comes in the place of what the path names. */
function assignAt(edits: Edits, { op, value }: Assignment, filter: Filter): void {
  const [chosen, ...others] = choicesIn(filter);
  if (!chosen || chosen.types.length > 0 || others.length > 0)
    throw new InvalidFilter(`The ${op} names one member by its value: members[value eq "…"].`);
  const ids = idsIn(value);
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

  clear(): void {
    this.isWhole = true;
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

function idsIn(members: unknown): string[] {
  const given = Array.isArray(members) ? members : [members];
  return given.map((member: unknown) => {
    const id = typeof member === 'string' ? member : (member as { value?: unknown } | null)?.value;
    if (typeof id !== 'string')
      throw new InvalidValue('Each of the members has a value: the id of a user or group.');
    return id;
  });
}
