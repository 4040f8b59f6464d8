import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Serves on a free loopback port, and tells the process that started this one which, and what else it has to know. */
export function serve(listener: RequestListener, more: object = {}): void {
  const server = createServer(listener).listen(0, '127.0.0.1', () => {
    process.send?.({ port: (server.address() as AddressInfo).port, ...more });
  });
}
