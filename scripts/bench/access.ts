import { Connection, requestText, type Send } from './connection.ts';
import type { Contestant } from './contenders.ts';
import { expectStatus } from './load.ts';

const API = '/api/v1/groups/bench';
/** Accounts of a page of members, and pages: as many different accounts are asked about. */
const PAGE = 100;
const PAGES = 10;

interface Page {
  readonly members: readonly { readonly account: { readonly id: string } }[];
  readonly next?: string;
}

/** The product that asks who may enter: by ids, with the token of a service account, in a group that inherits its roles. */
export class AccessChecks {
  readonly #requests: readonly string[];

  private constructor(requests: readonly string[]) {
    this.#requests = requests;
  }

  /** Makes the service account, the subgroup and a list of accounts. */
  static async begin({ rollcall, port }: Contestant): Promise<AccessChecks> {
    if (!rollcall) throw new Error('Only Rollcall answers who has access.');
    const { id } = JSON.parse(await rollcall('group', 'create', 'bench/inner')) as { readonly id: string };
    const account = ['bench', 'product'] as const;
    await rollcall('service-account', 'create', ...account);
    const name = ['--name', 'bench', '--scope', 'members:read'] as const;
    const made = await rollcall('service-account', 'token', 'create', ...account, ...name);
    const { secret } = JSON.parse(made) as { readonly secret: string };
    const connection = await Connection.open(port);
    const accounts = await accountsOf((request) => connection.send(request), secret);
    connection.close();
    return new AccessChecks(
      accounts.map((one) => requestText('GET', `/api/v1/groups/${id}/members/${one}/access`, secret)),
    );
  }

  async check(send: Send): Promise<void> {
    const request = this.#requests[Math.floor(Math.random() * this.#requests.length)] ?? '';
    const { access } = await asked<{ readonly access: string }>(send, request);
    if (access !== 'granted') throw new Error(`the access is ${access}`);
  }
}

async function accountsOf(send: Send, token: string): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  for (let page = 0; page < PAGES; page++) {
    const { members, next } = await asked<Page>(
      send,
      requestText('GET', `${API}/members?limit=${PAGE}${cursor}`, token),
    );
    found.push(...members.map(({ account }) => account.id));
    if (next === undefined) break;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
  return found;
}

async function asked<T>(send: Send, request: string): Promise<T> {
  const reply = await send(request);
  expectStatus(reply, 200);
  return JSON.parse(reply.body.toString()) as T;
}
