import { type ApiScope, personalScopes } from '../../lib/accounts/api_scopes.ts';
import { makePersonalToken } from '../../lib/accounts/personal_tokens.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import type { Rollcall } from '../helper.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A program with one token. */
export type ApiCaller = (method: string, path: string, asked?: Asked) => Promise<Answer>;

let tokens = 0;

/** A program with a new token of an account. */
export async function apiCaller(
  app: Rollcall,
  account: string,
  scopes: readonly ApiScope[] = personalScopes,
): Promise<ApiCaller> {
  return withToken(app, await apiToken(app, account, scopes));
}

/** A new token of an account. */
export async function apiToken(
  app: Rollcall,
  account: string,
  scopes: readonly ApiScope[] = personalScopes,
): Promise<string> {
  const { id } = await operate(app.services, 'account show', { account });
  const { store, secrets } = app.services;
  return store.transaction(async (unit) => {
    const held = await unit.get(accounts, PLATFORM, String(id));
    if (!held) throw new Error(`no account ${account}`);
    const wish = { name: `token ${++tokens}`, days: 30, scopes };
    return (await makePersonalToken(unit, secrets.tokenPepper, held, wish)).secret;
  });
}

/** A program with a bearer token, or without one. */
export function withToken({ url }: Pick<Rollcall, 'url'>, secret: string): ApiCaller {
  return async (method, path, { body, headers = {} } = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        ...(secret === '' ? {} : { authorization: `Bearer ${secret}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
    };
  };
}
