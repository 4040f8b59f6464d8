import { AssertionError } from 'chai';
import type { Recorded, Step } from './case.ts';
import { exchange, type Reply, type Sent } from './exchange.ts';
import { breaches } from './invariants.ts';
import { differences, isObject } from './match.ts';

/** Requests of one `times` step that are under way together. */
const PARALLEL = 20;

type Saved = Map<string, unknown>;

export interface Exchanged {
  readonly sent: Sent;
  readonly reply: Reply;
  readonly body: unknown;
}

/** Sees each step as soon as it is answered, before the answer is judged. */
export type Watch = (step: Step, exchanged: readonly Exchanged[]) => Promise<void>;

/** Plays a recorded conversation against an endpoint. Throws an AssertionError that shows step, request and reply. */
export async function play(recorded: Recorded, base: string, token: string, watch?: Watch): Promise<void> {
  const saved: Saved = new Map(Object.entries({ base, endpoint: new URL(base).pathname, token }));
  for (const [i, step] of recorded.steps.entries()) {
    const title = `${recorded.file}, step ${i + 1}${step.name ? ` (${step.name})` : ''}`;
    const exchanged = await perform(step, base, saved);
    await watch?.(step, exchanged);
    for (const one of exchanged) {
      const wrong = [...breaches(one.sent, one.reply, one.body), ...judge(step, one, saved)];
      if (wrong.length > 0) throw new AssertionError(report(title, wrong, one));
    }
    const last = exchanged.at(-1);
    if (!last) continue;
    keep(step, exchanged, saved);
    const wrong = [...countStatuses(step, exchanged), ...judgeSaved(step, saved)];
    if (wrong.length > 0) throw new AssertionError(report(title, wrong, last));
  }
}

async function perform(step: Step, base: string, saved: Saved): Promise<Exchanged[]> {
  const times = step.request.times ?? 1;
  const exchanged: Exchanged[] = [];
  let next = 1;
  async function work(): Promise<void> {
    while (next <= times) {
      const i = next++;
      const sent = prepare(step, base, counted(saved, i));
      const reply = await exchange(sent);
      exchanged[i - 1] = { sent, reply, body: parsed(reply.text) };
    }
  }
  await Promise.all(Array.from({ length: Math.min(times, PARALLEL) }, work));
  return exchanged;
}

/** What a `times` request sees: `{i}`, and `{users[i]}` for its own element of a saved list. */
function counted(saved: Saved, i: number): Saved {
  const own = [...saved].flatMap(([name, value]) =>
    Array.isArray(value) && i <= value.length ? [[`${name}[i]`, value[i - 1]] as const] : [],
  );
  return new Map([...saved, ...own, ['i', String(i).padStart(3, '0')]]);
}

function prepare({ request }: Step, base: string, saved: Saved): Sent {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, fill(value, saved)] as const);
  const authorization = request.token ?? 'Bearer {token}';
  if (authorization !== false) headers.push(['Authorization', fill(authorization, saved)]);
  const body = request.body ? JSON.stringify(compose(request.body, saved)) : request.raw;
  const sent = { method: request.method, url: base + fill(request.path, saved), headers };
  return body === undefined ? sent : { ...sent, body };
}

/** Fills placeholders; an object with `$from` starts as the saved one and takes its other keys over it. */
function compose(value: unknown, saved: Saved): unknown {
  if (typeof value === 'string') return whole(value, saved) ?? fill(value, saved);
  if (Array.isArray(value)) return value.flatMap((one) => repeated(one, saved));
  if (!isObject(value)) return value;
  const { $from, ...own } = value;
  const composed = Object.fromEntries(Object.entries(own).map(([key, one]) => [key, compose(one, saved)]));
  if ($from === undefined) return composed;
  const origin = saved.get(String($from));
  if (!isObject(origin)) throw new Error(`nothing was saved as ${String($from)}`);
  return { ...origin, ...composed };
}

/** An element with `$each` is written once for each value of the saved list; `{each}` is the value. */
function repeated(value: unknown, saved: Saved): unknown[] {
  if (!isObject(value) || value.$each === undefined) return [compose(value, saved)];
  const { $each, ...own } = value;
  const list = saved.get(String($each));
  if (!Array.isArray(list)) throw new Error(`no list was saved as ${String($each)}`);
  return list.map((each: unknown) => compose(own, new Map(saved).set('each', each)));
}

/** A text that is only a placeholder is the saved value itself. */
function whole(text: string, saved: Saved): unknown {
  return saved.get(/^\{(\w+(?:\[i\])?)\}$/.exec(text)?.[1] ?? '');
}

function fill(text: string, saved: Saved): string {
  return text.replace(/\{([A-Za-z]\w*(?:\[i\])?)\}/g, (_, name: string) => {
    if (!saved.has(name)) throw new Error(`nothing was saved as ${name}`);
    return String(saved.get(name));
  });
}

function judge({ expect }: Step, { reply, body }: Exchanged, saved: Saved): string[] {
  const allowed = [expect.status ?? Object.keys(expect.statuses ?? {}).map(Number)].flat();
  return [
    ...(allowed.includes(reply.status) ? [] : [`status ${reply.status} instead of ${allowed.join(' or ')}`]),
    ...differences(compose(expect.headers ?? {}, saved), reply.headers, 'headers'),
    ...(expect.body === undefined ? [] : differences(compose(expect.body, saved), body)),
  ];
}

function judgeSaved({ expect }: Step, saved: Saved): string[] {
  return differences(compose(expect.saved ?? {}, saved), Object.fromEntries(saved), 'saved');
}

function countStatuses({ expect }: Step, exchanged: readonly Exchanged[]): string[] {
  return Object.entries(expect.statuses ?? {}).flatMap(([status, wanted]) => {
    const count = exchanged.filter(({ reply }) => reply.status === Number(status)).length;
    return count === wanted ? [] : [`${count} replies have status ${status}, not ${wanted}`];
  });
}

/** `"U1": "id"` keeps one value, `"seen[]": "Resources.*.id"` adds values to a list, `""` is the whole body. */
function keep({ save }: Step, exchanged: readonly Exchanged[], saved: Saved): void {
  for (const [name, path] of Object.entries(save ?? {})) {
    const found = exchanged.flatMap(({ body }) => dig(body, path === '' ? [] : path.split('.')));
    if (found.length === 0) throw new AssertionError(`the reply has no ${path} to save as ${name}`);
    if (!name.endsWith('[]')) saved.set(name, found[0]);
    else {
      const list = saved.get(name.slice(0, -2));
      saved.set(name.slice(0, -2), [...(Array.isArray(list) ? list : []), ...found]);
    }
  }
}

function dig(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return value === undefined ? [] : [value];
  if (key === '*') return Array.isArray(value) ? value.flatMap((one) => dig(one, rest)) : [];
  if (Array.isArray(value)) return dig(value[Number(key)], rest);
  return isObject(value) && Object.hasOwn(value, key) ? dig(value[key], rest) : [];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function report(title: string, wrong: readonly string[], { sent, reply }: Exchanged): string {
  const secretless = sent.headers.map(
    ([name, value]) => `${name}: ${name === 'Authorization' ? '…' : value}`,
  );
  return [
    title,
    ...wrong.map((line) => `- ${line}`),
    `> ${sent.method} ${sent.url}`,
    ...secretless.map((line) => `> ${line}`),
    `> ${sent.body ?? '(no body)'}`,
    `< ${reply.status} ${JSON.stringify(reply.headers)}`,
    `< ${reply.text}`,
  ].join('\n');
}
