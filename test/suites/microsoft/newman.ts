import newman, { type NewmanRunExecution, type NewmanRunSummary } from 'newman';

/** A collection as Postman exports it, and the values of its variables. */
export interface Order {
  readonly collection: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** One thing that was looked at, by a name of its own, and why it does not hold where it does not. */
export interface Check {
  readonly name: string;
  /** Of the reply that was looked at; 0 where there was none. */
  readonly status: number;
  readonly failure?: string;
}

/** What the process sends back: the checks of each collection, in order. */
export type Outcome = { readonly checks: readonly (readonly Check[])[] } | { readonly error: string };

/** Every assertion of a run. A request whose status no assertion checks must succeed. */
function checksOf({ run }: NewmanRunSummary): Check[] {
  const seen = new Map<string, number>();
  const checks = run.executions.flatMap((execution) => {
    const { item } = execution;
    const path = `${folderOf(execution)} / ${item.name}`;
    const times = (seen.get(path) ?? 0) + 1;
    seen.set(path, times);
    return ofRequest(execution).map(({ name, ...rest }) => ({
      name: `${path}${times === 1 ? '' : ` (${times})`} / ${name}`,
      ...rest,
    }));
  });
  const broken = run.failures
    .filter(({ at }) => !at.startsWith('assertion:'))
    .map(({ at, source, error }) => ({ name: `${source?.name} / ${at}`, status: 0, failure: error.message }));
  return [...checks, ...broken];
}

function folderOf({ item }: NewmanRunExecution): string {
  const parent = item.parent();
  return parent && 'name' in parent ? String(parent.name) : '';
}

function ofRequest({ assertions, response }: NewmanRunExecution): Check[] {
  // Newman leaves both out where there is nothing to tell.
  const list: typeof assertions | undefined = assertions;
  const reply: typeof response | undefined = response;
  const status = reply?.code ?? 0;
  const check = (name: string, failure: string): Check => ({
    name,
    status,
    ...(failure === '' ? {} : { failure }),
  });
  const checks = (list ?? []).map(({ assertion, error, skipped }) =>
    check(assertion, skipped ? 'skipped' : (error?.message ?? '')),
  );
  if (checks.some(({ name }) => name.startsWith('Status code is'))) return checks;
  return [check('succeeds', status >= 200 && status < 300 ? '' : `the status is ${status}`), ...checks];
}

function send(outcome: Outcome): void {
  process.send?.(outcome, () => process.disconnect());
}

process.once('message', async (orders: readonly Order[]) => {
  const checks: Check[][] = [];
  try {
    for (const order of orders) checks.push(checksOf(await run(order)));
    send({ checks });
  } catch (error) {
    send({ error: String(error) });
  }
});

function run({ collection, variables }: Order): Promise<NewmanRunSummary> {
  return new Promise((resolve, reject) => {
    // The values of a data file win over what the scripts of the collection set, such as the token it asks for.
    newman.run({ collection: JSON.parse(collection), iterationData: [variables] }, (error, summary) => {
      if (error) reject(error);
      else resolve(summary);
    });
  });
}
