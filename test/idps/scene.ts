import { setTimeout } from 'node:timers/promises';
import { samlIdentities } from '../../lib/accounts/saml_identities.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import type { SamlProvider } from '../../lib/groups/saml_provider.ts';
import { groups } from '../../lib/groups/types.ts';
import { logEntries } from '../../lib/provisioning/collections.ts';
import type { Binding } from '../../lib/saml/connection.ts';
import { readMetadata } from '../../lib/saml/metadata/read.ts';
import {
  approveCertificates,
  keysOf,
  type ProviderChanges,
  providerOf,
  saveProvider,
} from '../../lib/sign_on/provider/providers.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { PASSWORD, person } from '../web/people.ts';
import { Browser, type Page } from './browser.ts';
import { ann, type Idp, type Product } from './idp.ts';

const PUBLIC_URL = 'https://rollcall.localhost';
const operator = { kind: 'operator' } as const;
/** Each scene has a group, and so an entity id, of its own. */
let scenes = 0;

export interface Wishes {
  readonly signRequests?: boolean;
  /** How requests go to the identity provider. */
  readonly binding?: Binding;
}

/** A service with one group whose members sign in at an identity provider that runs. */
export class Scene {
  readonly #rollcall: Rollcall;
  readonly #rootId: string;
  readonly #base: string;
  readonly #wishes: Wishes;
  #ended = 0;

  private constructor(rollcall: Rollcall, rootId: string, slug: string, wishes: Wishes) {
    this.#rollcall = rollcall;
    this.#rootId = rootId;
    this.#base = `${PUBLIC_URL}/groups/${slug}/-/saml`;
    this.#wishes = wishes;
  }

  /** Starts the service, and sets each side up with the metadata of the other, as docs/saml.md says. */
  static async open(idp: Idp, { nameIdFormat }: Product, wishes: Wishes): Promise<Scene> {
    const rollcall = await boot({ env: { PUBLIC_URL, ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' } });
    const slug = `acme${++scenes}`;
    const { groupId } = await rollcall.bootstrap(slug);
    const scene = new Scene(rollcall, groupId, slug, wishes);
    try {
      const { signRequests } = wishes;
      await scene.#save({
        identifyBy: 'email',
        settings: {
          jit: true,
          ...(nameIdFormat === undefined ? {} : { nameIdFormat }),
          ...(signRequests === undefined ? {} : { signRequests }),
        },
      });
      const { text } = await scene.browser().open(`${scene.#base}/metadata`);
      await idp.trust(text);
      await scene.readMetadata(idp);
      return scene;
    } catch (error) {
      await scene.close();
      throw error;
    }
  }

  /** Applies the current metadata of the identity provider and returns the number of accepted certificates. */
  async readMetadata(idp: Idp): Promise<number> {
    const { binding = 'redirect' } = this.#wishes;
    const now = this.#rollcall.services.runtime.now();
    const preview = readMetadata(await idp.metadata(), { now, binding, allowHttp: true });
    const saved = await this.#save({ preview });
    return saved.idp?.certificates.length ?? 0;
  }

  /** Ends the certificates that are in the metadata no more; gives how many are left. */
  async approve(): Promise<number> {
    const { store } = this.#rollcall.services;
    const group = await this.#group();
    const saved = await store.transaction(async (unit) =>
      approveCertificates(unit, group, undefined, operator),
    );
    return saved.idp?.certificates.length ?? 0;
  }

  /** Signs requests with another key than the identity provider knows. */
  async changeKeys(): Promise<void> {
    const { slug } = await this.#group();
    for (let step = 0; step < 2; step++)
      await operate(this.#rollcall.services, 'saml keys rotate', { group: slug });
  }

  /** Trusts the events of an SSF transmitter; gives where they go, with which audience and token. */
  async takeEvents(configurationUrl: string) {
    const { slug: group } = await this.#group();
    const { services, url } = this.#rollcall;
    await operate(services, 'logout set', { group, configurationUrl });
    const { secret } = await operate(services, 'logout token', { group });
    const path = `/api/oauth/groups/${group}/events`;
    return { url: `${url}${path}`, audience: `${PUBLIC_URL}${path}`, secret: String(secret) };
  }

  /** The next event that ends a session. */
  async nextEvent(): Promise<string> {
    const { store } = this.#rollcall.services;
    const before = this.#ended;
    for (const until = Date.now() + 30_000; ; await setTimeout(100)) {
      const { items } = await store.list(auditEntries, this.#rootId, { limit: 1_000 });
      const ended = items.filter(({ action }) => action === 'account.logged_out');
      this.#ended = ended.length;
      if (ended.length > before) return String(ended.at(-1)?.detail.event);
      if (Date.now() > until) throw new Error(`no event has come: ${await this.#log()}`);
    }
  }

  async #log(): Promise<string> {
    const { store, logBook } = this.#rollcall.services;
    await logBook.flush();
    const { items } = await store.list(logEntries, this.#rootId, { limit: 100 });
    return items.map(({ outcome }) => outcome).join('\n');
  }

  browser(): Browser {
    return new Browser({ [PUBLIC_URL]: this.#rollcall.url });
  }

  /** Signs Ann in at the identity provider; the page holds its answer in a form, which is not sent yet. */
  async answer(browser: Browser = this.browser()): Promise<Page> {
    return browser.signIn(`${this.#base}/sso?return_to=/profile`, ann, `${this.#base}/callback`);
  }

  /** The page on which a sign-in ends. */
  async signIn(browser: Browser = this.browser()): Promise<Page> {
    return browser.submit(await this.answer(browser));
  }

  /** A browser with a session that began with the password, and the id of its account. */
  async member(): Promise<{ readonly id: string; readonly browser: Browser }> {
    const { id, username } = await person(this.#rollcall);
    const browser = this.browser();
    const form = await browser.open(`${PUBLIC_URL}/sign-in`);
    await browser.submit(form, { name: username, password: PASSWORD });
    return { id, browser };
  }

  /** The identities that have signed in, each with its account. */
  async accounts(): Promise<string[]> {
    const { items } = await this.#rollcall.services.store.list(samlIdentities, this.#rootId, { limit: 10 });
    return items.map(({ nameId, accountId }) => `${nameId} ${accountId}`);
  }

  close(): Promise<void> {
    return this.#rollcall.close();
  }

  async #save(changes: ProviderChanges): Promise<SamlProvider> {
    const { store, runtime, secrets } = this.#rollcall.services;
    const group = await this.#group();
    const keys = await keysOf(
      { runtime, samlKey: secrets.samlKey },
      group,
      await providerOf(store, this.#rootId),
    );
    return store.transaction(async (unit) => saveProvider(unit, group, { ...changes, keys }, operator));
  }

  async #group() {
    const group = await this.#rollcall.services.store.get(groups, this.#rootId, this.#rootId);
    if (!group) throw new Error('the group is gone');
    return group;
  }
}

/** The SAMLResponse that a page is about to post, as XML. */
export function responseIn({ form }: Page): string {
  return Buffer.from(form?.fields.SAMLResponse ?? '', 'base64').toString('utf8');
}
