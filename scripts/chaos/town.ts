import type { Service } from '../../lib/main/service.ts';
import { operate } from '../../test/cli/operator.ts';
import { client } from '../../test/helper.ts';
import type { Copied } from '../../test/oauth/stage.ts';
import type { Directory } from './directory_client.ts';
import { IdentityProvider } from './identity_provider.ts';
import type { Product } from './product.ts';

/** An account that signs in with a password and by SAML. */
export interface Resident {
  readonly username: string;
  readonly password: string;
  readonly nameId: string;
}

/** A client of the token endpoint. */
export interface Exchanger extends Omit<Copied, 'issuer'> {
  readonly scimUrl: string;
}

/** What the load works on. */
export interface Town {
  readonly directories: readonly Directory[];
  readonly residents: readonly Resident[];
  readonly exchangers: readonly Exchanger[];
  readonly provider: IdentityProvider;
}

const GROUPS = ['acme', 'umbrella'];
const TEAMS = 3;
const RESIDENTS = 6;

/** Makes the groups, credentials, accounts and webhooks in a new installation. */
export async function buildTown(
  { services, url }: Service,
  publicUrl: string,
  products: readonly Product[],
): Promise<Town> {
  const run = (name: string, input: Record<string, unknown> = {}) => operate(services, name, input);
  const directories: Directory[] = [];
  const exchangers: Exchanger[] = [];
  const roots: string[] = [];
  for (const group of GROUPS) {
    const made = await run('bootstrap', { group, owner: `owner@${group}.test` });
    roots.push(String(made.groupId));
    await run('integration change', { group, removalGuard: 'off' });
    await run('group create', { path: `${group}/dev` });
    const path = `/api/scim/v2/groups/${group}`;
    const token = String(made.scimToken);
    const scim = client(url + path, token);
    for (let team = 1; team <= TEAMS; team++) {
      const displayName = `Team ${team}`;
      const { body } = await scim('POST', '/Groups', { displayName });
      const target = `${group}/dev`;
      await run('link add', { group, directoryGroup: displayName, target, role: 'developer' });
      directories.push({ scimUrl: publicUrl + path, token, teamId: String(body.id) });
    }
    const { clientId, clientSecret } = await run('credential create', {
      group,
      kind: 'client',
      name: 'Chaos',
    });
    exchangers.push({
      ...{ clientId: String(clientId), clientSecret: String(clientSecret), scimUrl: publicUrl + path },
      tokenUrl: `${publicUrl}/api/oauth/groups/${group}/token`,
    });
  }
  const [group = '', rootId = ''] = [GROUPS[0], roots[0]];
  const provider = await IdentityProvider.trustedBy(services, publicUrl, { group, rootId });
  const residents: Resident[] = [];
  for (let nth = 1; nth <= RESIDENTS; nth++) {
    const nameId = `resident${nth}`;
    const made = await run('account create', { email: `${nameId}@town.test`, name: `Resident ${nth}` });
    await provider.link(services, String(made.username), nameId);
    residents.push({ username: String(made.username), password: String(made.password), nameId });
  }
  for (const [nth, product] of products.entries()) {
    const { secret } = await run('webhook create', { url: product.url, name: `Product ${nth + 1}` });
    product.trust(String(secret));
  }
  return { directories, residents, exchangers, provider };
}
