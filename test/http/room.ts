import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import type { Pools, Room } from '../../lib/http/pool.ts';
import { createApp } from '../../lib/main/app.ts';
import { throwAwayDirectory } from '../../scripts/scratch.ts';
import { client, type Reply, type Rollcall, type Tenant } from '../helper.ts';
import { wrapped } from '../store/wrapped.ts';

/** The app of a service a second time, with pools of its own that a test may watch. */
export interface Watched {
  /** The same integration at this app. */
  at(tenant: Tenant): Tenant['scim'];
  /** How much room requests have asked for, since the last time. */
  asked(): readonly number[];
  /** Does something while `request` has the first room that it asks a pool for, and goes no further. */
  whileHeld(pool: keyof Pools, request: () => Promise<Reply>, work: () => Promise<void>): Promise<Reply>;
  close(): Promise<void>;
}

export async function watched(app: Rollcall, made: Pools): Promise<Watched> {
  let asked: number[] = [];
  let stop: ((pool: string, room: Promise<Room>) => Promise<Room>) | undefined;
  const watch = <N extends keyof Pools>(pool: N): Pools[N] =>
    wrapped(made[pool], (name, answer, [, weight]) => {
      if (name !== 'take') return answer;
      asked.push(Number(weight));
      const room = answer as Promise<Room>;
      return stop ? stop(pool, room) : room;
    });
  const pools = { answers: watch('answers'), bodies: watch('bodies'), largeBodies: watch('largeBodies') };
  const config = loadConfig({
    PUBLIC_URL: 'http://localhost:8080',
    DATA_DIR: throwAwayDirectory('rollcall-room'),
  });
  const koa = createApp(app.services, config, pino({ level: 'silent' }), () => false, pools);
  const server = createServer(koa.callback()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    at: ({ scimUrl, scimToken }) => client(scimUrl.replace(app.url, url), scimToken),
    asked() {
      const weights = asked;
      asked = [];
      return weights;
    },
    async whileHeld(pool, request, work) {
      const gate = new EventEmitter();
      const opened = once(gate, 'open');
      const held = once(gate, 'held');
      stop = async (name, taken) => {
        if (name !== pool) return taken;
        stop = undefined;
        const room = await taken;
        gate.emit('held');
        await opened;
        return room;
      };
      const answer = request();
      try {
        await Promise.race([held, answer]);
        await work();
      } finally {
        gate.emit('open');
      }
      return answer;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
