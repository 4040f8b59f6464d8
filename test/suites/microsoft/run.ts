import { fork } from 'node:child_process';
import { once } from 'node:events';
import { program } from '../../program.ts';
import type { Check, Order, Outcome } from './newman.ts';

const { loader, file } = program('test/suites/microsoft/newman.ts');
const MOST_TIME = 50_000;

/** The order to run a collection against a SCIM endpoint. */
export function orderFor(collection: string, scimUrl: string, token: string): Order {
  const { protocol, hostname, port, pathname } = new URL(scimUrl);
  return {
    collection,
    variables: {
      Protocol: protocol.slice(0, -1),
      Server: hostname,
      Port: `:${port}`,
      Api: pathname.slice(1),
      token,
    },
  };
}

/**
 * Runs collections one after the other, and gives every check of each. Newman has a process of its own because what
 * it hashes failures with reads `__proto__`, which is switched off in this one. Throws when a collection cannot be run.
 */
export async function runCollections(orders: readonly Order[]): Promise<readonly (readonly Check[])[]> {
  const child = fork(file, {
    execArgv: [...loader],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    timeout: MOST_TIME,
  });
  const answered: Promise<Outcome[]> = once(child, 'message');
  const closed = once(child, 'disconnect').then((): Outcome[] => []);
  child.send([...orders]);
  const [outcome] = await Promise.race([answered, closed]);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (outcome === undefined) throw new Error('Newman ended without a result');
  if ('error' in outcome) throw new Error(outcome.error);
  return outcome.checks;
}
