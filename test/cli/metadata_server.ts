import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of the test's own that answers with a document, whatever it is then. */
export class MetadataServer {
  document = '';
  readonly #server = createServer((_request, response) => response.end(this.document));

  /** Gives its URL. */
  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://localhost:${(this.#server.address() as AddressInfo).port}/metadata`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}
