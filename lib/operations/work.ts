import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { Actor, View } from '../audit/index.ts';
import { type Integration, integrations } from '../integrations/index.ts';
import { type Runner, type Work, works } from '../jobs/index.ts';
import { RuleError } from '../kernel/index.ts';
import { pageOf, paging, rootPath } from './arguments.ts';
import { query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { accountRefById, iso } from './views.ts';

export interface WorkView {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** The id of the integration, or the domain, that it is about. */
  readonly subject: string;
  readonly state: 'running' | 'waiting' | 'failed' | 'done';
  readonly done: number;
  readonly total?: number;
  /** How many people it has concerned so far. */
  readonly people?: number;
  /** Whether a removal keeps the roles of the members. */
  readonly members?: 'keep' | 'revoke';
  readonly by?: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly nextAt?: string;
  readonly problem?: string;
}

interface Results {
  readonly people?: number;
  readonly members?: 'keep' | 'revoke';
  readonly restored?: readonly string[];
  readonly name?: string;
}

const titles: Readonly<Record<string, (subject: string) => string>> = {
  recalculation: (name) => `Update of roles by directory groups of ${name}`,
  'integration.reconcile': (name) => `Reconciliation of the roles by directory groups of ${name}`,
  'integration.follow_list': (name) => `Deactivation of users of ${name} whom a list does not name`,
  'discovery.fill': (name) => `List of the members whom ${name} has not created`,
  'discovery.clear': (name) => `End of account discovery by ${name}`,
  role_attributes: (name) => `Update of roles by attributes of ${name}`,
  'seats.count': () => 'Count of the members for the limit of seats',
  'seats.clear': () => 'End of the limit of seats',
  domain: (name) => `Update of the accounts in ${name}`,
  'integration.removal': (name) => `Removal of ${name}`,
  'integration.discard': (name) => `Return of the access that ${name} has taken`,
  'integration.go_live': (name) => `Going live of ${name}`,
};

export const workList = query({
  name: 'work.list',
  summary: 'Lists the long work of a top-level group, newest first, with its progress.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, ...paging }),
  run: async (view, actor, { group: _path, ...page }, { group }) => {
    const { items, next } = await view.list(works, group.id, { ...pageOf(page), descending: true });
    return {
      group: group.slug,
      works: await Promise.all(items.map((work) => workView(view, actor, work))),
      ...(next === undefined ? {} : { next }),
    };
  },
});

export const workShow = query({
  name: 'work.show',
  summary: 'Shows the progress of long work.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, work: z.string().min(1).describe('its id') }),
  run: async (view, actor, { work: id }, { group }) => {
    const work = await view.get(works, group.id, id);
    if (!work)
      throw new RuleError(
        'not_found',
        `There is no work ${id}, or it ended more than a week ago. List it without the id.`,
      );
    return { group: group.slug, work: await workView(view, actor, work) };
  },
});

/** Names the work if it is not finished. */
export function leftOf({ id, throughAt }: Work): { readonly work?: string } {
  return throughAt === undefined ? { work: id } : {};
}

/** The oldest unfinished work on an integration that an actor started. */
export async function workOn(view: View, asking: Actor, { id, rootId }: Pick<Integration, 'id' | 'rootId'>) {
  const open = { index: 'open', equal: [id], limit: limits.worksAtOnce };
  const { items } = await view.list(works, rootId, open);
  const asked = items.find(({ actor, throughAt }) => actor && throughAt === undefined);
  return asked && workView(view, asking, asked);
}

/** Runs the work of a change, if there is any, as long as the caller waits. */
export async function leftAfter(runner: Runner, work: Work | undefined, patience: number | undefined) {
  return work ? leftOf(await runner.finish(work, patience)) : {};
}

async function workView(view: View, asking: Actor, work: Work): Promise<WorkView> {
  const { id, kind, rootId, subject, done, total, actor, startedAt, throughAt, dueAt, failures } = work;
  const { people, members, restored, name }: Results = work.state;
  const integration = await view.get(integrations, rootId, subject);
  const concerned = people ?? restored?.length;
  const waits = stateOf(work) === 'failed' || stateOf(work) === 'waiting';
  return {
    ...{ id, kind, title: titles[kind]?.(integration?.name ?? name ?? subject) ?? kind, subject },
    ...{ state: stateOf(work), done },
    ...(total === undefined ? {} : { total }),
    ...(concerned === undefined ? {} : { people: concerned }),
    ...(members === undefined ? {} : { members }),
    ...(actor ? { by: await nameOf(view, actor) } : {}),
    startedAt: iso(startedAt),
    ...(throughAt === undefined ? {} : { endedAt: iso(throughAt) }),
    ...(waits && dueAt !== undefined ? { nextAt: iso(dueAt) } : {}),
    ...(failures === undefined ? {} : { problem: problemOf(asking, work) }),
  };
}

function stateOf({ throughAt, failures, holder }: Work): WorkView['state'] {
  if (throughAt !== undefined) return 'done';
  if (failures !== undefined) return 'failed';
  return holder === undefined ? 'waiting' : 'running';
}

async function nameOf(view: View, { kind, accountId }: Actor): Promise<string> {
  return accountId === undefined ? kind : (await accountRefById(view, accountId)).username;
}

/** The reason of a failure may name what only the operator knows. */
function problemOf(asking: Actor, { failures = 0, lastError = '' }: Work): string {
  const times = failures === 1 ? 'once' : `${failures} times`;
  return `A step has failed ${times}.${asking.kind === 'operator' ? ` ${lastError}` : ''}`;
}
