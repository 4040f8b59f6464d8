import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

interface Key {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** An identity provider that signs assertions and publishes its keys. */
export interface Issuer {
  readonly jwksUrl: string;
  /** How often its keys were asked for. */
  readonly asked: () => number;
  /** What its JWKS URL answers; by default 200. */
  answers(status: number, body?: string): void;
  /** Publishes a new key and signs with it from now on. */
  rotate(): Promise<void>;
  /** The key that signs now. */
  key(): Key;
  sign(claims: JWTPayload, header?: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

/** Starts an issuer on a free port; `now` is its clock. */
export async function startIssuer(alg = 'ES256', now: () => number = Date.now): Promise<Issuer> {
  const keys: Key[] = [];
  let asked = 0;
  let answer = { status: 200, body: undefined as string | undefined };

  async function rotate(): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const kid = `key-${keys.length + 1}`;
    keys.push({ privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } });
  }

  function key(): Key {
    const last = keys.at(-1);
    if (!last) throw new Error('the issuer has no key');
    return last;
  }

  await rotate();
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body ?? JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    jwksUrl: `http://127.0.0.1:${port}/keys`,
    asked: () => asked,
    answers: (status, body) => {
      answer = { status, body };
    },
    rotate,
    key,
    sign(claims, header = {}) {
      const at = Math.floor(now() / 1_000);
      return new SignJWT({ iat: at, nbf: at, exp: at + 3_600, ...claims })
        .setProtectedHeader({ alg, kid: String(key().jwk.kid), typ: 'JWT', ...header })
        .sign(key().privateKey);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
