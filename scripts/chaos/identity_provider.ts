import { samlIdentities } from '../../lib/accounts/saml_identities.ts';
import { type Account, accounts } from '../../lib/accounts/types.ts';
import { defaults, samlProviders } from '../../lib/groups/saml_provider.ts';
import type { Service } from '../../lib/main/service.ts';
import { type SpUrls, spUrls } from '../../lib/saml/connection.ts';
import { newKeys } from '../../lib/saml/keys/keys.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import {
  assertionOf,
  type KeyPair,
  keyPair,
  posted,
  responseOf,
  signed,
  words,
} from '../../test/sso/fixture.ts';
import { certificateOf, IDP } from '../../test/sso/scene.ts';

/** The identity provider with which people sign in to a group. */
export class IdentityProvider {
  readonly group: string;
  readonly #key: KeyPair;
  readonly #urls: SpUrls;
  readonly #ids: { readonly rootId: string; readonly providerId: string };

  private constructor(
    group: string,
    key: KeyPair,
    urls: SpUrls,
    ids: { rootId: string; providerId: string },
  ) {
    this.group = group;
    this.#key = key;
    this.#urls = urls;
    this.#ids = ids;
  }

  /** Lets a group trust a new one. */
  static async trustedBy(
    { store, runtime, secrets }: Service['services'],
    publicUrl: string,
    { group, rootId }: { readonly group: string; readonly rootId: string },
  ): Promise<IdentityProvider> {
    const key = await keyPair();
    const keys = await newKeys({ runtime, samlKey: secrets.samlKey }, 'chaos', 'active');
    const provider = await store.transaction(async (unit) =>
      unit.insert(samlProviders, {
        ...{ id: runtime.id(), rootId, identifyBy: 'externalId', path: group, settings: defaults, keys },
        idp: {
          ...{ entityId: IDP, ssoUrl: 'https://idp.test/sso', binding: 'redirect' },
          certificates: [certificateOf(key)],
        },
      }),
    );
    const ids = { rootId, providerId: provider.id };
    return new IdentityProvider(group, key, spUrls(publicUrl, provider, group), ids);
  }

  /** Links a NameID to an account, as an earlier sign-in did. */
  async link({ store, runtime }: Service['services'], username: string, nameId: string): Promise<void> {
    const account = await store.find<Account>(accounts, PLATFORM, 'username', username);
    if (!account) throw new Error(`there is no account ${username}`);
    await store.transaction(async (unit) => {
      unit.insert(samlIdentities, {
        ...{ id: runtime.id(), ...this.#ids, nameId, accountId: account.id, createdAt: runtime.now() },
      });
    });
  }

  /** The form field that answers a request with a sign-in. */
  answer(request: string, nameId: string): string {
    const { acs, entityId } = this.#urls;
    const said = {
      ...words({ acs, entityId, idp: IDP, inResponseTo: request, now: Date.now() }),
      nameId: `<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${nameId}</saml:NameID>`,
      attributes: '',
    };
    return posted(signed(responseOf(said, assertionOf(said)), { ...this.#key, id: said.assertionId }));
  }
}
