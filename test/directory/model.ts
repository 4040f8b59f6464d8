import { highest, type Role } from '../../lib/groups/types.ts';
import type { LinkRole } from '../../lib/provisioning/directory/types.ts';
import { testDatabase } from '../store/mongo/database.ts';

/** How often a test runs. Between the processes of a database, more runs find more. */
export const runs = (count: number) => (testDatabase() === undefined ? count : 3 * count);

export const PEOPLE = [0, 1, 2];
export const GROUPS = [0, 1, 2];
export const TARGETS = [0, 1, 2];
export const linkRoles: readonly LinkRole[] = ['guest', 'reporter', 'developer', 'maintainer'];

export type Step =
  | { readonly do: 'join' | 'leave'; readonly group: number; readonly person: number }
  | { readonly do: 'nest' | 'unnest'; readonly group: number; readonly inner: number }
  | { readonly do: 'link'; readonly group: number; readonly target: number; readonly role: LinkRole }
  | { readonly do: 'unlink'; readonly group: number; readonly target: number }
  | { readonly do: 'deactivate' | 'reactivate' | 'forget' | 'create'; readonly person: number }
  | { readonly do: 'say'; readonly person: number; readonly role: LinkRole }
  | { readonly do: 'listen' | 'ignore'; readonly target: number }
  | { readonly do: 'replace'; readonly group: number; readonly people: readonly number[] }
  | { readonly do: 'delete'; readonly group: number };

/** What memberships have to be, worked out from nothing but what was done. */
export class Model {
  readonly #in = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #nested = new Map(GROUPS.map((group) => [group, new Set<number>()]));
  readonly #links = new Map(GROUPS.map((group) => [group, new Map<number, LinkRole>()]));
  readonly #inactive = new Set<number>();
  readonly #deleted = new Set<number>();
  readonly #said = new Map<number, LinkRole>();
  readonly #heard = new Set<number>();

  take(step: Step): void {
    if (step.do === 'join' && !this.#deleted.has(step.person)) this.#in.get(step.group)?.add(step.person);
    if (step.do === 'leave') this.#in.get(step.group)?.delete(step.person);
    if (step.do === 'nest' && !this.#reaches(step.inner, step.group))
      this.#nested.get(step.group)?.add(step.inner);
    if (step.do === 'unnest') this.#nested.get(step.group)?.delete(step.inner);
    if (step.do === 'link') this.#links.get(step.group)?.set(step.target, step.role);
    if (step.do === 'unlink') this.#links.get(step.group)?.delete(step.target);
    if (step.do === 'deactivate' && !this.#deleted.has(step.person)) this.#inactive.add(step.person);
    if (step.do === 'reactivate') this.#inactive.delete(step.person);
    if (step.do === 'forget') this.#forget(step.person);
    if (step.do === 'create') this.#create(step.person);
    if (step.do === 'say' && !this.#deleted.has(step.person)) this.#said.set(step.person, step.role);
    if (step.do === 'listen') this.#heard.add(step.target);
    if (step.do === 'ignore') this.#heard.delete(step.target);
    if (step.do === 'replace' && !step.people.some((person) => this.#deleted.has(person))) {
      this.#in.set(step.group, new Set(step.people));
      this.#nested.get(step.group)?.clear();
    }
    if (step.do === 'delete') {
      for (const kept of [this.#in, this.#nested, this.#links]) kept.get(step.group)?.clear();
      for (const inner of this.#nested.values()) inner.delete(step.group);
    }
  }

  /** By target; 0 is the top-level group, where the integration gives guest. */
  rolesOf(person: number): Record<number, Role> {
    if (this.#inactive.has(person) || this.#deleted.has(person)) return {};
    const said = this.#said.get(person);
    const held: [number, Role][] = [[0, 'guest']];
    if (said) for (const target of this.#heard) held.push([target, said]);
    for (const group of GROUPS)
      if (GROUPS.some((inner) => this.#in.get(inner)?.has(person) && this.#reaches(group, inner)))
        held.push(...(this.#links.get(group) ?? []));
    const found: Record<number, Role> = {};
    for (const [target, role] of held) found[target] = highest([found[target] ?? 'guest', role]);
    return found;
  }

  #forget(person: number): void {
    this.#deleted.add(person);
    this.#inactive.delete(person);
    this.#said.delete(person);
    for (const people of this.#in.values()) people.delete(person);
  }

  /** An inactive user comes back, in the same groups; what attributes say is only what is sent now. */
  #create(person: number): void {
    if (!this.#deleted.delete(person) && !this.#inactive.delete(person)) return;
    this.#said.delete(person);
  }

  #reaches(outer: number, inner: number): boolean {
    return outer === inner || [...(this.#nested.get(outer) ?? [])].some((next) => this.#reaches(next, inner));
  }
}
