import { distinct, type Ledger, type Person, type State, shown } from './ledger.ts';
import type { Present } from './present.ts';
import type { Taken } from './product.ts';
import { inOrder, missing, whole } from './verdict_events.ts';

/** Everything that is compared. */
export interface Evidence {
  readonly ledger: Pick<Ledger, 'people' | 'acts' | 'problems'>;
  readonly present: Present;
  /** The accounts that were there before the load. */
  readonly accountsBefore: number;
  /** When the load began. */
  readonly since: number;
  /** What each receiver took, in its order. */
  readonly taken: readonly (readonly Taken[])[];
  readonly forged: readonly string[];
  /** What `rollcall audit verify` says when a chain is broken. */
  readonly brokenChains: readonly string[];
  /** What the processes have logged as errors. */
  readonly errors: readonly string[];
  /** Ends of processes that nobody caused. */
  readonly ownEnds: readonly string[];
}

const promises: Readonly<Record<string, (evidence: Evidence) => readonly string[]>> = {
  'nothing that was acknowledged is lost': lost,
  'nothing is there twice': doubled,
  'nobody is half provisioned': halfProvisioned,
  'no event is lost, and none is sent of what was rolled back': missing,
  'events of one person come in the order of the changes': inOrder,
  'the access that events tell of is whole': whole,
  'every event is signed': ({ forged }) => forged.map((body) => `not signed: ${body.slice(0, 200)}`),
  'the audit chains are whole': ({ brokenChains }) => brokenChains,
  'no answer is wrong, whatever fails': ({ ledger }) => ledger.problems,
  'no process logs an error that it did not expect': ({ errors }) => errors,
  'no process ends by itself': ({ ownEnds }) => ownEnds,
};

export const promised: readonly string[] = Object.keys(promises);

/** The breaches of each promise; every list is empty when all is well. */
export function verdicts(evidence: Evidence): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(promises).map(([name, breachesIn]) => [name, breachesIn(evidence)]),
  );
}

function lost({ ledger, present }: Evidence): string[] {
  const users = new Map(present.identities.map((one) => [one.resource.userName, one]));
  const inTeams = new Set(present.directoryMembers.map(({ memberId }) => memberId));
  const requests = new Set(present.entries.map(({ requestId }) => requestId));
  const states = ledger.people.flatMap((person) => {
    const found = users.get(person.name);
    const is = found
      ? {
          isThere: true,
          title: String(found.resource.title),
          isActive: found.resource.active !== false,
          isInTeam: inTeams.has(found.id),
        }
      : undefined;
    return mayBe(person, is) ? [] : [`${person.name} is ${is ? shown(is) : 'gone'}, not ${possible(person)}`];
  });
  const unlogged = ledger.acts
    .filter(({ isDone, request }) => isDone && !requests.has(request))
    .map(({ request, person }) => `${request} of ${person.name} is acknowledged, and not in the audit log`);
  return [...states, ...unlogged];
}

function mayBe({ possible: states }: Person, is: State | undefined): boolean {
  return states.some((state) => shown(state) === (is ? shown(is) : 'gone'));
}

function possible({ possible: states }: Person): string {
  return distinct(states).map(shown).join(' or ');
}

function doubled({ ledger, present, accountsBefore }: Evidence): string[] {
  const expected = accountsBefore + ledger.people.length;
  return [
    ...repeated(present.identities.map(({ resource }) => `user ${String(resource.userName)}`)),
    ...repeated(present.directoryMembers.map(({ groupId, memberId }) => `member ${memberId} of ${groupId}`)),
    ...repeated(present.entries.map((entry) => `${entry.action} of ${entry.target} by ${entry.requestId}`)),
    ...repeated(
      present.entries.flatMap(({ action, target }) =>
        action === 'user.created' ? [`${action} ${target}`] : [],
      ),
    ),
    ...(present.accounts === expected ? [] : [`there are ${present.accounts} accounts, not ${expected}`]),
  ];
}

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.has(name) || !seen.add(name)).map((name) => `twice: ${name}`);
}

/** User, account, memberships and team must say the same. */
function halfProvisioned({ ledger, present }: Evidence): string[] {
  const users = new Map(present.identities.map((one) => [one.resource.userName, one]));
  const inTeams = new Set(present.directoryMembers.map(({ memberId }) => memberId));
  const members = new Map(present.members.map((one) => [one.accountId, one]));
  const subgroups = new Set(present.subgroups);
  const names = new Set(ledger.people.map(({ name }) => name));
  const wrong: string[] = [];
  for (const { name } of ledger.people) {
    const user = users.get(name);
    const accountId = present.addresses.get(name);
    const held = (accountId === undefined ? undefined : members.get(accountId))?.memberships ?? [];
    const isActive = user !== undefined && user.resource.active !== false;
    const isDeveloper = isActive && inTeams.has(user.id);
    const has = held.map(({ groupId, role }) => (subgroups.has(groupId) ? role : 'root')).sort();
    const must = [...(isDeveloper ? ['developer'] : []), ...(isActive ? ['root'] : [])];
    if (accountId === undefined) wrong.push(`${name} has no account`);
    if (user && user.accountId !== accountId) wrong.push(`${name} is linked to another account`);
    if (has.join() !== must.join()) wrong.push(`${name} has ${has.join() || 'nothing'}, not ${must.join()}`);
  }
  const ids = new Set(present.identities.map(({ id }) => id));
  const strangers = present.identities.filter(({ resource }) => !names.has(String(resource.userName)));
  return [
    ...wrong,
    ...strangers.map(({ resource }) => `nobody created ${String(resource.userName)}`),
    ...present.directoryMembers
      .filter(({ memberId }) => !ids.has(memberId))
      .map(({ memberId }) => `a team has the member ${memberId}, who is gone`),
  ];
}
