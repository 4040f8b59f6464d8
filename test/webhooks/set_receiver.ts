import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { type Listening, listening } from './listening.ts';

/** A security event token that was verified. */
export interface Token extends JWTPayload {
  readonly jti: string;
  readonly txn: string;
  readonly sub_id: Readonly<Record<string, string>>;
  readonly events: Readonly<Record<string, { readonly attributes?: readonly string[] }>>;
  readonly rollcall: Readonly<Record<string, unknown>>;
}

export interface Expected {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Verifies tokens with `jose`, which fetches the keys from the JWKS as a receiver does. */
export function verifier({ jwksUrl, issuer, audience }: Expected): (jwt: string) => Promise<Token> {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { cooldownDuration: 0 });
  return async (jwt) => {
    const { payload } = await jwtVerify(jwt, keys, {
      ...{ issuer, audience, typ: 'secevent+jwt', algorithms: ['RS256'] },
      requiredClaims: ['jti', 'iat', 'txn', 'sub_id', 'events'],
    });
    return payload as Token;
  };
}

export interface PushReceiver extends Listening {
  /** What arrived and was verified, in order. */
  readonly got: Token[];
  /** Why others were not. */
  readonly refused: string[];
  /** The `Authorization` and `Content-Type` headers that came. */
  readonly headers: (readonly [authorization: string, contentType: string])[];
  verify: (jwt: string) => Promise<Token>;
  /** What it answers to a token that it has verified; by default 202. */
  answer(token: Token): { readonly status: number; readonly body?: string };
}

/** The endpoint of a receiver of pushes (RFC 8935), on a free loopback port. */
export async function pushReceiver(): Promise<PushReceiver> {
  const server = await listening(async ({ headers }, body, response) => {
    const { authorization = '', 'content-type': type = '' } = headers;
    made.headers.push([authorization, type]);
    try {
      const token = await made.verify(body);
      made.got.push(token);
      const { status, body: text } = made.answer(token);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    } catch (error) {
      // The keys cannot be fetched from a service that was killed meanwhile: it sends the token again.
      if (error instanceof TypeError) return void response.writeHead(503).end();
      made.refused.push(String(error));
      const text = JSON.stringify({ err: 'invalid_key', description: String(error) });
      response.writeHead(400, { 'content-type': 'application/json' }).end(text);
    }
  });
  const made: PushReceiver = {
    ...server,
    ...{ got: [], refused: [], headers: [] },
    verify: () => Promise.reject(new Error('It does not know the stream yet.')),
    answer: () => ({ status: 202 }),
  };
  return made;
}
