import { linkSecret } from '../../lib/accounts/links.ts';
import { textOf } from '../../lib/outbox/mail/letters.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import type { Rollcall } from '../helper.ts';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly location: string | null;
  readonly text: string;
}

/** A browser without script: keeps cookies, and sends forms with the token of the page that it saw last. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly #site: Pick<Rollcall, 'url'>;
  readonly #crossSite = new Set<string>();
  #token = '';

  /** `site` may move to another address. */
  constructor(site: Pick<Rollcall, 'url'>) {
    this.#site = site;
  }

  /** The token of the forms on the page that it saw last. */
  get formToken(): string {
    return this.#token;
  }

  visit(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.#request('GET', path, headers);
  }

  /** Posts a form as our own pages do, unless `headers` say otherwise. */
  send(
    path: string,
    fields: Record<string, string> = {},
    headers: Record<string, string> = {},
  ): Promise<Seen> {
    const body = new URLSearchParams({ form_token: this.#token, ...fields });
    return this.#request('POST', path, { 'sec-fetch-site': 'same-origin', ...headers }, body);
  }

  /** Posts a form with files, which may be texts too. */
  upload(path: string, fields: Record<string, string | File> = {}): Promise<Seen> {
    const body = new FormData();
    for (const [name, value] of Object.entries({ form_token: this.#token, ...fields }))
      body.append(name, value);
    return this.#request('POST', path, { 'sec-fetch-site': 'same-origin' }, body);
  }

  /** Copies a cookie from another browser. */
  take(name: string, value: string): void {
    this.cookies.set(name, value);
    if (name.startsWith('__Host-saml')) this.#crossSite.add(name);
  }

  /** Posts a form that another site has made: of our cookies only those for it come along. */
  bring(path: string, fields: Record<string, string>): Promise<Seen> {
    const cookie = [...this.cookies].filter(([name]) => this.#crossSite.has(name));
    const headers = {
      cookie: cookieLine(cookie),
      'sec-fetch-site': 'cross-site',
      origin: 'https://idp.test',
    };
    return this.#request('POST', path, headers, new URLSearchParams(fields));
  }

  async signIn(name: string, password: string): Promise<Seen> {
    await this.visit('/sign-in');
    const answer = await this.send('/sign-in', { name, password });
    await this.visit('/profile');
    return answer;
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.visit('/profile')).status === 200;
  }

  /** What the next page tells once. */
  async told(): Promise<string> {
    const { text } = await this.visit('/profile');
    return /<div class="notice \w+"[^>]*>(.*?)<\/div>/.exec(text)?.[1] ?? '';
  }

  async #request(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: URLSearchParams | FormData,
  ): Promise<Seen> {
    const cookie = cookieLine([...this.cookies]);
    const response = await fetch(this.#site.url + path, {
      method,
      redirect: 'manual',
      headers: { cookie, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    this.#token = /name="form_token" value="([^"]*)"/.exec(text)?.[1] ?? this.#token;
    return {
      status: response.status,
      headers: response.headers,
      location: response.headers.get('location'),
      text,
    };
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (line.includes('Max-Age=0')) this.cookies.delete(name);
    else this.cookies.set(name, value);
    if (line.includes('SameSite=None')) this.#crossSite.add(name);
  }
}

function cookieLine(cookies: readonly (readonly [string, string])[]): string {
  return cookies.map(([name, value]) => `${name}=${value}`).join('; ');
}

/** Mails stay in the queue, because no server listens there. */
export const noMailServer = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'rollcall@acme.test' };

/** The mails that wait for an address, the oldest first. */
export async function mailsTo(
  { services }: Rollcall,
  to: string,
): Promise<{ subject: string; body: string }[]> {
  const { items } = await services.store.list(mails, PLATFORM, { limit: 1_000 });
  return items
    .filter((mail) => mail.to === to)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ letter }) => textOf(letter, '', (nonce) => linkSecret(services.secrets.tokenPepper, nonce)));
}

/** The path of the link in the newest mail to an address. */
export async function linkTo(rollcall: Rollcall, to: string): Promise<string> {
  const newest = (await mailsTo(rollcall, to)).at(-1);
  return /^\/\S+\?token=\S+/m.exec(newest?.body ?? '')?.[0] ?? '';
}

export function tokenIn(link: string): string {
  return link.slice(link.indexOf('token=') + 'token='.length);
}
