/** A form of a page, with the values that it holds. */
export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  readonly form?: Form;
}

interface Cookie {
  readonly value: string;
  readonly isCrossSite: boolean;
}

/** A browser without script: follows redirects and refreshes, keeps the cookies of each origin, and reads the first form of a page, other than to search or to sign out. */
export class Browser {
  readonly #hosts: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, Map<string, Cookie>>();

  /** `hosts` says where an origin really is. */
  constructor(hosts: Readonly<Record<string, string>> = {}) {
    this.#hosts = hosts;
  }

  open(url: string): Promise<Page> {
    return this.#load(new URL(url), undefined, undefined);
  }

  submit({ url, form, text }: Page, values: Readonly<Record<string, string>> = {}): Promise<Page> {
    if (!form) throw new Error(`there is no form at ${url}: ${text.slice(0, 1_000)}`);
    const body = new URLSearchParams({ ...form.fields, ...values });
    return this.#load(new URL(form.action), body, new URL(url).origin);
  }

  /** Goes on, submitting what has to be, until the identity provider's answer for `acs` is at hand, or nothing can be. */
  async signIn(url: string, person: { username: string; password: string }, acs: string): Promise<Page> {
    let page = await this.open(url);
    for (let step = 0; step < 5 && page.form && page.form.action !== acs; step++) {
      const { username, password } = person;
      const name = 'user' in page.form.fields ? 'user' : 'username';
      page = await this.submit(page, 'password' in page.form.fields ? { [name]: username, password } : {});
    }
    return page;
  }

  async #load(url: URL, body: URLSearchParams | undefined, from: string | undefined): Promise<Page> {
    const jar = this.#jar(url);
    const isForeign = from !== undefined && from !== url.origin;
    const sent = [...jar].filter(([, { isCrossSite }]) => isCrossSite || !isForeign);
    const response = await fetch((this.#hosts[url.origin] ?? url.origin) + url.pathname + url.search, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; '),
        ...(from === undefined
          ? {}
          : { origin: from, 'sec-fetch-site': isForeign ? 'cross-site' : 'same-origin' }),
      },
      ...(body ? { body } : {}),
    });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    const text = await response.text();
    const [, refreshed = null] = /;\s*url=(.*)/.exec(response.headers.get('refresh') ?? '') ?? [];
    const location = response.headers.get('location') ?? refreshed;
    if (location !== null) return this.#load(new URL(location, url), undefined, undefined);
    const form = formOf(text, url);
    return { url: url.href, status: response.status, text, ...(form ? { form } : {}) };
  }

  #jar({ origin }: URL): Map<string, Cookie> {
    const jar = this.#cookies.get(origin) ?? new Map<string, Cookie>();
    this.#cookies.set(origin, jar);
    return jar;
  }
}

function keep(jar: Map<string, Cookie>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/;\s*max-age=0\b/i.test(line)) jar.delete(name);
  else jar.set(name, { value, isCrossSite: /;\s*samesite=none\b/i.test(line) });
}

function formOf(html: string, base: URL): Form | undefined {
  const forms = [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)];
  const [, tag, inside = ''] = forms.find(([form]) => !/action="\/(sign-out|search)"/.test(form)) ?? [];
  if (tag === undefined) return undefined;
  const inputs = [...inside.matchAll(/<input\b[^>]*>/gis)].map(([input]) => input);
  const named = inputs.flatMap((input) => {
    const [name, value = ''] = [attribute(input, 'name'), attribute(input, 'value')];
    return name === undefined || attribute(input, 'type') === 'checkbox' ? [] : [[name, value] as const];
  });
  return {
    action: new URL(attribute(tag, 'action') || base.href, base).href,
    fields: Object.fromEntries(named),
  };
}

function attribute(tag: string, name: string): string | undefined {
  const [, quoted, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag) ?? [];
  return (quoted ?? single)
    ?.replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
