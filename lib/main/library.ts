import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import { argumentOf, routes } from '../api/index.ts';
import { type HostContext, mount, type SignedIn, signedInBy, siteOf } from '../http/index.ts';
import { type Runtime, systemRuntime } from '../kernel/index.ts';
import { bootstrap, InvalidArguments, type Operation } from '../operations/index.ts';
import { announceFirstRun } from './first_run.ts';
import { openRunning } from './running.ts';

/** Rollcall inside the program of a product. */
interface Embedded {
  middleware(): ReturnType<typeof mount>;
  signedIn(ctx: Pick<HostContext, 'req' | 'res'>): Promise<SignedIn | undefined>;
  perform(operation: string, input: object): Promise<object>;
  close(): Promise<void>;
}

/** Opens Rollcall for a program that takes the requests. Throws like `openRunning`, with the store closed again. */
export async function embed(
  config: Config,
  logger: Logger,
  runtime: Runtime = systemRuntime(),
): Promise<Embedded> {
  const running = await openRunning(config, logger, runtime);
  const { services, app } = running;
  try {
    await announceFirstRun(services, config, logger);
    await running.begin();
  } catch (error) {
    await running.end(async () => undefined);
    throw error;
  }
  const site = siteOf(services, config);
  const answer = app.callback();
  const open = new Set<Promise<unknown>>();
  const give = mount((req, res) => {
    const answered = answer(req, res).finally(() => open.delete(answered));
    open.add(answered);
    return answered;
  }, config.publicUrl);
  return {
    middleware: () => give,
    signedIn: signedInBy(app, site),
    perform: async (name, input) => {
      const { publicUrl, samlUrl } = config;
      const given = Object.entries(input).map(([key, value]) => [argumentOf(key), value] as const);
      return operationNamed(name).perform(
        { services, publicUrl, samlUrl },
        operator,
        Object.fromEntries(given),
      );
    },
    close: () => running.end(async () => void (await Promise.allSettled(open))),
  };
}

const operator = { actor: { kind: 'operator' }, sessions: [] } as const;

const performed = new Map<string, Operation>([
  ...routes.map(({ key, operation }) => [key, operation] as const),
  ['bootstrap', bootstrap],
]);

function operationNamed(name: string): Operation {
  const found = performed.get(name);
  if (!found) throw new InvalidArguments(`There is no operation ${name}`);
  return found;
}
