import type { Tenant } from '../helper.ts';

interface User {
  readonly id: string;
  readonly userName: string;
  readonly active: boolean;
  readonly name: { readonly familyName: string };
  readonly groups?: readonly { readonly display: string }[];
}

interface Group {
  readonly displayName: string;
  readonly members?: readonly { readonly value: string }[];
}

/** What Rollcall says of Ann and of the directory group Engineering; undefined while there is none. */
export interface State {
  readonly ann?: {
    readonly active: boolean;
    readonly familyName: string;
    readonly groups: readonly string[];
  };
  readonly engineering?: readonly string[];
}

interface Step {
  /** What the driver is asked. */
  readonly name: string;
  readonly title: string;
  readonly leaves: State;
  /** What the driver says. */
  readonly says?: (found: Found) => string | undefined;
}

interface Found {
  readonly id: string | undefined;
  readonly state: State;
}

const here = { active: true, familyName: 'Ames', groups: [] };
const replaced = { ...here, familyName: 'Adams' };
const patched = { ...here, familyName: 'Allen' };

/** Bob stays in the group, so that a removal of Ann is seen to remove only her. */
const bob = 'bob@acme.test';
const annsName = 'ann@acme.test';

export const lifeCycle: readonly Step[] = [
  { name: 'create', title: 'creates a user', leaves: { ann: here } },
  { name: 'find', title: 'finds the user by a filter', leaves: { ann: here }, says: ({ id }) => id },
  {
    name: 'read',
    title: 'reads the user',
    leaves: { ann: here },
    says: ({ state }) => state.ann?.familyName,
  },
  { name: 'replace', title: 'replaces the user', leaves: { ann: replaced } },
  { name: 'patch', title: 'changes one attribute of the user', leaves: { ann: patched } },
  { name: 'deactivate', title: 'deactivates the user', leaves: { ann: { ...patched, active: false } } },
  { name: 'reactivate', title: 'reactivates the user', leaves: { ann: patched } },
  {
    name: 'create group',
    title: 'creates a group with another user',
    leaves: { ann: patched, engineering: [bob] },
  },
  {
    name: 'add member',
    title: 'adds the user to the group',
    leaves: { ann: { ...patched, groups: ['Engineering'] }, engineering: [annsName, bob] },
  },
  {
    name: 'remove member',
    title: 'takes the user, and nobody else, out of the group',
    leaves: { ann: patched, engineering: [bob] },
  },
  { name: 'delete group', title: 'deletes the group', leaves: { ann: patched } },
  { name: 'delete user', title: 'deletes the user', leaves: {} },
];

/** Reads the state by plain requests. */
export async function stateOf({ scim }: Tenant): Promise<Found> {
  const users = (await scim('GET', '/Users')).body.Resources as User[];
  const groups = (await scim('GET', '/Groups')).body.Resources as Group[];
  const id = users.find(({ userName }) => userName === annsName)?.id;
  const ann = id === undefined ? undefined : ((await scim('GET', `/Users/${id}`)).body as unknown as User);
  const group = groups.find(({ displayName }) => displayName === 'Engineering');
  const nameOf = (member: string) => users.find((user) => user.id === member)?.userName ?? member;
  return {
    id,
    state: {
      ...(ann && {
        ann: {
          active: ann.active,
          familyName: ann.name.familyName,
          groups: (ann.groups ?? []).map(({ display }) => display),
        },
      }),
      ...(group && { engineering: (group.members ?? []).map(({ value }) => nameOf(value)).sort() }),
    },
  };
}
