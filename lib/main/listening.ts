import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Place {
  readonly host: string;
  readonly port: number;
  /** The variable that sets the port. */
  readonly variable: 'PORT' | 'METRICS_PORT';
}

/** Resolves with the URL of the server once it listens. Rejects with a sentence for the operator. */
export function listen(server: Server, place: Place): Promise<string> {
  const { host, port } = place;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(notListening(error, place)));
    server.listen(port, host, () =>
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${portOf(server)}`),
    );
  });
}

function notListening(error: NodeJS.ErrnoException, { host, port, variable }: Place): Error {
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `another process listens on port ${port} of ${host} already. Stop it, or choose another port with ${variable}`,
    EACCES: `this user may not listen on port ${port}. Choose one from 1024 on with ${variable}`,
    EADDRNOTAVAIL: `this machine does not have the address ${host}. Choose another one with HOST`,
    ENOTFOUND: `this machine does not know the address ${host}. Choose another one with HOST`,
  };
  const sentence = sentences[error.code ?? ''];
  return sentence === undefined ? error : new Error(sentence, { cause: error });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Refuses new requests, waits for running ones, and cuts off those that take longer than `ms`. */
export function drain(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), ms);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
