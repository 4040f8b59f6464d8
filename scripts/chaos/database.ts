import mongoose, { type Connection } from 'mongoose';
import { startServer, type TestServer } from '../../test/store/mongo/server.ts';
import { freePort } from '../scratch.ts';
import { layWire, type Wire } from './wire.ts';

/** A MongoDB that is killed, paused, cut off, and fails on demand. */
export class Database {
  /** Where the service reaches it. */
  readonly uri: string;
  readonly server: TestServer;
  readonly wire: Wire;

  private constructor(uri: string, server: TestServer, wire: Wire) {
    this.uri = uri;
    this.server = server;
    this.wire = wire;
  }

  static async start(): Promise<Database> {
    const server = await startServer();
    const { port: own } = new URL(server.uri);
    const port = await freePort();
    const wire = await layWire(port, Number(own));
    return new Database(`mongodb://127.0.0.1:${port}/rollcall?directConnection=true`, server, wire);
  }

  /** Lets commands of the service fail so many times: with a code, or with the end of the connection. */
  async fail(command: string, times: number, data: object): Promise<void> {
    await this.#asOperator(async (connection) => {
      await connection.db?.admin().command({
        configureFailPoint: 'failCommand',
        mode: { times },
        data: { appName: 'rollcall', failCommands: [command], ...data },
      });
    });
  }

  async heal(): Promise<void> {
    await this.#asOperator(async (connection) => {
      await connection.db?.admin().command({ configureFailPoint: 'failCommand', mode: 'off' });
    });
  }

  async stop(): Promise<void> {
    await this.wire.close();
    await this.server.stop();
  }

  async #asOperator(work: (connection: Connection) => Promise<void>): Promise<void> {
    const connection = await mongoose.createConnection(this.server.uri).asPromise();
    try {
      await work(connection);
    } finally {
      await connection.close();
    }
  }
}
