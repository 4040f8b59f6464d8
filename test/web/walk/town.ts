import type { Account } from '../../../lib/accounts/types.ts';
import type { Actor } from '../../../lib/audit/types.ts';
import { integrations } from '../../../lib/integrations/types.ts';
import { operate, type Plain } from '../../cli/operator.ts';
import { type BootOptions, boot, client, type Rollcall, type Tenant, user } from '../../helper.ts';
import { acceptedFor, reportFor } from '../../operations/saml_links.ts';
import {
  begunWork,
  heard,
  hookEvent,
  LOGGED,
  logged,
  SERVICE,
  setId,
  streamed,
} from '../../operations/scenes.ts';
import { keyPair, sha256Of } from '../../sso/fixture.ts';
import { PASSWORD, person, signedIn } from '../people.ts';
import { linked, staged } from '../saml/stage.ts';
import { linkTo, noMailServer, tokenIn, Visitor } from '../visitor.ts';

/** Everybody who may open a page. `rival` owns another group, `stranger` has no group, `holder` has a set-up link. */
export const people = ['guest', 'stranger', 'rival', 'member', 'owner', 'operator', 'holder'] as const;

export type Person = (typeof people)[number];

type Known = Exclude<Person, 'guest' | 'holder'>;

export interface Town {
  readonly app: Rollcall;
  readonly acme: Tenant;
  /** The group of the rival. */
  readonly globex: Tenant;
  readonly accounts: Readonly<Record<Known, Account & { readonly email: string }>>;
  /** What the parts of a path are that vary. */
  readonly values: Readonly<Record<string, string>>;
  /** Integrations in a state of their own. */
  readonly preview: string;
  readonly paused: string;
  /** Secrets of mailed links. */
  /** The webhook, the stream and their deliveries of the whole service. */
  readonly serviceWide: Readonly<Record<'webhook' | 'delivery' | 'stream' | 'set', string>>;
  readonly secrets: Readonly<Record<'reset' | 'confirm' | 'invitation' | 'linking' | 'setUp', string>>;
  /** A test sign-in of the owner. */
  readonly report: string;
  /** A response of the identity provider that the operator may link. */
  readonly accepted: string;
  /** The path of a subgroup. */
  readonly below: string;
}

/** The group acme with one of everything and `many` of what a list shows, and an account of every kind of person. */
export async function buildTown(many = 1, { env = {}, ...options }: BootOptions = {}): Promise<Town> {
  const app = await boot({ ...options, env: { ...noMailServer, ...env } });
  const { services } = app;
  const acme = await app.bootstrap('acme');
  const run = (command: string, args: Plain) => operate(services, command, { group: 'acme', ...args });
  const numbers = Array.from({ length: many }, (_, at) => at);

  const accounts = {
    owner: await person(app, { name: 'Ada Lovelace' }),
    member: await person(app, { name: `Ann-Sophie ${'Aerospace'.repeat(4)}` }),
    stranger: await person(app),
    rival: await person(app),
    operator: await person(app, { name: 'Olga Operator' }),
  };
  const globex = await app.bootstrap('globex');
  await run('member add', { account: accounts.owner.username, role: 'owner' });
  await run('member add', { account: accounts.member.username, role: 'developer' });
  await run('member add', { group: 'globex', account: accounts.rival.username, role: 'owner' });
  await operate(services, 'operator add', { account: accounts.operator.username });

  await logged(app, acme);
  const users = [];
  for (const n of numbers)
    users.push(
      (
        await acme.scim(
          'POST',
          '/Users',
          user(`${n === 0 ? 'a.rather.long.name'.repeat(3) : `ann.ames.${n}`}@acme.test`),
        )
      ).body,
    );
  const [first] = users;
  const directoryGroups = [];
  for (const n of numbers)
    directoryGroups.push(
      (
        await acme.scim('POST', '/Groups', {
          displayName: `Engineering ${n}`,
          members: n === 0 ? users.map(({ id }) => ({ value: id })) : [],
        })
      ).body,
    );
  const below = `acme/${'long-'.repeat(15)}path`;
  await run('group create', { path: below });
  for (const n of numbers) await run('group create', { path: `acme/g${n}` });
  await run('link add', { directoryGroup: 'Engineering 0', target: 'acme', role: 'developer' });
  await run('integration change', { onEmailExists: 'hold' });
  const { email: asked } = await person(app);
  await acme.scim('POST', '/Users', user(asked));
  for (const _ of numbers) await acme.scim('POST', '/Users', user((await person(app)).email));
  for (const n of numbers) await run('member invite', { who: `guest${n}@acme.test`, role: 'guest' });
  for (const n of numbers) await run('group domain add', { domain: `d${n}.acme.test` });
  await client(acme.scimUrl, 'wrong')('GET', '/Users');

  await run('integration invite-to-link', { user: asked });

  const connected = { integration: acme.integrationId };
  const preview = await another('Rehearsal');
  await run('integration preview', { integration: preview.id });
  for (const n of numbers) await preview.scim('POST', '/Users', user(`rehearsal${n}@acme.test`));
  const paused = await another('Paused');
  await services.store.transaction(async (unit) => {
    const present = await unit.get(integrations, acme.groupId, paused.id);
    const pause = { at: 1, reason: 'a test', removals: 1, refused: 'nobody' };
    if (present) unit.update(integrations, { ...present, paused: pause });
  });

  const signOn = await staged(app, acme);
  const identity = await linked(signOn, accounts.member.id, 'member');
  await run('logout set', { issuer: 'https://idp.test', jwksUrl: 'https://idp.test/keys' });
  const { certificate } = await keyPair('ec');
  await run('saml certificate add', { certificateFile: certificate });
  const { outcome: report } = await reportFor(services, 'acme', actor(accounts.owner));
  const { outcome: accepted } = await acceptedFor(services, 'acme', actor(accounts.operator));
  await begunWork(app, acme);
  await heard(app, acme);
  await streamed(app, acme);
  await heard(app);
  await streamed(app);
  const { webhooks } = await run('webhook list', {});
  const { streams } = await run('stream list', {});
  const { id: serviceAccount } = await run('service-account create', { name: 'deploy' });
  await run('service-account token create', { serviceAccount, name: 'first', scope: ['read'] });
  const { url, link } = await run('setup-link create', { ...connected, name: 'Dana', signOn: true });
  const { tokens } = await run('token list', connected);
  const { invitations } = await run('invitation list', {});

  return {
    serviceWide: {
      webhook: idOf((await operate(services, 'webhook list')).webhooks),
      delivery: hookEvent(SERVICE),
      stream: idOf((await operate(services, 'stream list')).streams),
      set: setId(SERVICE),
    },
    ...{ app, acme, globex, accounts, preview: preview.id, paused: paused.id, report, below, accepted },
    values: {
      group: 'acme',
      integration: acme.integrationId,
      credential: idOf(tokens),
      link: String((link as Plain).id),
      certificate: sha256Of(certificate),
      invitation: idOf(invitations),
      account: accounts.member.id,
      user: String(first?.id),
      domain: 'd0.acme.test',
      directoryGroup: String(directoryGroups[0]?.id),
      entry: LOGGED,
      work: `work of ${acme.slug}`,
      provider: 'entra',
      webhook: idOf(webhooks),
      serviceAccount: String(serviceAccount),
      delivery: hookEvent('acme'),
      stream: idOf(streams),
      set: setId('acme'),
      identity: identity.id,
      secret: String(url).split('/').at(-1) ?? '',
    },
    secrets: {
      setUp: String(url).split('/').at(-1) ?? '',
      invitation: tokenIn(await linkTo(app, 'guest0@acme.test')),
      linking: tokenIn(await linkTo(app, asked)),
      ...(await mailed()),
    },
  };

  async function another(name: string) {
    const { id } = await run('integration create', { name });
    const { secret } = await run('token create', { integration: String(id), name: 'first' });
    return { id: String(id), scim: client(acme.scimUrl, String(secret)) };
  }

  /** The secrets of the links that pages mail to the member. */
  async function mailed() {
    const { username, email } = accounts.member;
    const visitor = await signedIn(app, accounts.member);
    await visitor.send('/profile/emails/add', { email: 'second@people.test', password: PASSWORD });
    const guest = new Visitor(app);
    await guest.visit('/password/forgot');
    await guest.send('/password/forgot', { name: username });
    const [confirm, reset] = [await linkTo(app, 'second@people.test'), await linkTo(app, email)];
    return { confirm: tokenIn(confirm), reset: tokenIn(reset) };
  }
}

function actor({ id: accountId }: Account): Actor {
  return { kind: 'account', accountId };
}

function idOf(list: unknown): string {
  return String((list as readonly Plain[])[0]?.id ?? '');
}
