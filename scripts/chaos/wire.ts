import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** The connections between the service and its database. */
export interface Wire {
  /** Lets nothing of what the database answers through for a time, and then ends all connections. */
  cut(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function layWire(port: number, database: number): Promise<Wire> {
  let isDeaf = false;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(database, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (piece) => {
      if (!isDeaf) near.write(piece);
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const end = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    async cut(ms) {
      isDeaf = true;
      await setTimeout(ms);
      end();
      isDeaf = false;
    },
    async close() {
      end();
      await new Promise((closed) => server.close(closed));
    },
  };
}
