import { operate } from '../cli/operator.ts';
import { type BootOptions, boot } from '../helper.ts';
import { PASSWORD, person, signedIn } from './people.ts';
import { noMailServer, type Seen } from './visitor.ts';

export type GroupStage = Awaited<ReturnType<typeof stageGroup>>;

/** The group acme with an integration and a directory group, and the browsers of an owner, a member and a stranger. */
export async function stageGroup(more: Pick<BootOptions, 'runtime'> = {}) {
  const app = await boot({ env: noMailServer, ...more });
  const acme = await app.bootstrap('acme');

  async function joined(role: string, more: Parameters<typeof person>[1] = {}) {
    const account = await person(app, more);
    await operate(app.services, 'member add', { group: 'acme', account: account.username, role });
    return account;
  }

  const ada = await joined('owner', { name: 'Ada Lovelace' });
  const owner = await signedIn(app, ada);
  const member = await signedIn(app, await joined('developer'));
  const stranger = await signedIn(app, await person(app));
  /** The addresses of the pages of the integration and of the directory group. */
  const at = `/groups/acme/-/provisioning/${acme.integrationId}`;
  const { id } = (await acme.scim('POST', '/Groups', { displayName: 'Engineering' })).body;
  const directory = `/groups/acme/-/directory-groups/${acme.integrationId}/${id}`;

  async function generate(more: Record<string, string> = {}): Promise<Seen> {
    await owner.visit(`${at}/credentials/new`);
    const fields = { name: 'Okta 2026', days: '90', cidr: '', password: PASSWORD, ...more };
    return owner.send(`${at}/credentials/new`, fields);
  }

  /** The id of the live token with this name. */
  async function idOf(name: string): Promise<string> {
    const { tokens } = await operate(app.services, 'token list', { group: 'acme' });
    const held = tokens as { id: string; name: string; state: string }[];
    return held.find((token) => token.name === name && token.state === 'live')?.id ?? '';
  }

  return { app, acme, ada, owner, member, stranger, at, directory, joined, generate, idOf };
}

export function secretIn({ text }: Seen): string {
  return /<code>(rcs_\w+)<\/code>/.exec(text)?.[1] ?? '';
}

/** A page without what differs between any two requests. */
export function anonymous({ text }: Seen): string {
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID');
}
