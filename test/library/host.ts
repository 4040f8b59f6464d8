import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { createRollcall } from '../../lib/library.ts';
import type { LogEntry, Rollcall, Settings } from '../../lib/types/library.d.ts';
import { dropDatabase, testDatabase } from '../store/mongo/database.ts';

export interface Host {
  readonly url: string;
  readonly rollcall: Rollcall;
  readonly settings: Settings;
  /** What Rollcall logged, and the errors that reached the product. */
  readonly logged: readonly LogEntry[];
  readonly errors: readonly string[];
  /** Stops the server of the product. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

/** A product on a free port, put together by `build`, over a store that is thrown away. */
export async function startHost(
  publicUrl: string,
  build: (app: Koa, rollcall: Rollcall) => void,
): Promise<Host> {
  const directory = await mkdtemp(join(tmpdir(), 'rollcall-host-'));
  const database = testDatabase();
  const logged: LogEntry[] = [];
  const errors: string[] = [];
  const settings: Settings = {
    ...{ publicUrl, dataDir: directory, log: (entry) => logged.push(entry) },
    ...(database === undefined ? {} : { mongodbUri: database, mongodbQueryTimeout: 300 }),
  };
  const rollcall = await createRollcall(settings);
  const app = new Koa();
  app.on('error', (error: Error) => errors.push(error.message));
  build(app, rollcall);
  const server = createServer(app.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ rollcall, settings, logged, errors, stop },
    async close() {
      await stop();
      await rollcall.close();
      await dropDatabase(database);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
