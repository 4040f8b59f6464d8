import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { type Action, may, policy } from '../../lib/access/policy.ts';
import { type MadeBy, openSession, type Session } from '../../lib/accounts/sessions.ts';
import { accounts } from '../../lib/accounts/types.ts';
import type { Actor } from '../../lib/audit/types.ts';
import { RuleError } from '../../lib/kernel/errors.ts';
import { InvalidArguments } from '../../lib/operations/arguments.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, type Plain, refusal } from '../cli/operator.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { withoutPassword } from '../web/people.ts';
import { operations } from './operations.ts';
import { samples } from './samples.ts';
import { heard, SERVICE, streamed } from './scenes.ts';

const onPages: readonly Action[] = [
  ...(['account.list', 'account.show', 'group.review', 'group.summary', 'health.show', 'log.list'] as const),
  'operator.list',
  ...(['stream.deliveries', 'stream.delivery', 'stream.list', 'stream.show'] as const),
  ...(['webhook.deliveries', 'webhook.delivery', 'webhook.list'] as const),
  ...(['webhook.outstanding', 'webhook.show'] as const),
];
const afterSignIn: readonly Action[] = [
  ...(['account.password', 'account.sessions.end', 'credential.revoke'] as const),
  ...(['seats.remove', 'seats.set'] as const),
  ...(['stream.create', 'stream.pause', 'stream.redeliver', 'stream.remove', 'stream.resume'] as const),
  ...(['stream.rotate', 'stream.test', 'webhook.acknowledge', 'webhook.change'] as const),
  ...(['webhook.create', 'webhook.redeliver', 'webhook.remove', 'webhook.rotate', 'webhook.test'] as const),
];

/** Those that the pages offer for the whole service alone. */
const ofService = (name: Action) => /^(?:stream|webhook)\./.test(name);

describe('an account that is an operator', () => {
  let app: Rollcall;
  let acme: Tenant;
  let accountId: string;

  before(async () => {
    app = await boot();
    acme = await app.bootstrap('acme');
    accountId = String((await operate(app.services, 'account show', { account: acme.username })).id);
    await operate(app.services, 'operator add', { account: acme.username });
    await operate(app.services, 'account create', { email: 'member@acme.test' });
  });
  after(() => app.close());

  const session = (madeBy: MadeBy = { kind: 'password' }, of = accountId): Promise<Session> =>
    app.services.store.transaction((unit) =>
      openSession(unit, unit.random(32).toString('base64url'), {
        ...{ accountId: of, madeBy, ip: '127.0.0.1', userAgent: '' },
      }),
    );

  /** `done`, or the code of the refusal. */
  async function attempt(
    name: Action,
    sessions: readonly Session[],
    {
      actor = { kind: 'account', accountId },
      operating = true,
      inGroup = !ofService(name),
    }: { actor?: Actor; operating?: boolean; inGroup?: boolean } = {},
  ): Promise<string> {
    const operation = operations.find((one) => one.name === name);
    const { services, url } = app;
    const caller = { actor, sessions, ...(operating ? { operating: true as const } : {}) };
    try {
      await operation?.perform(
        { services, publicUrl: url, samlUrl: url },
        caller,
        inGroup ? samples[name]('acme').input : withoutGroup(samples[name](SERVICE).input),
      );
      return 'done';
    } catch (error) {
      if (error instanceof RuleError || error instanceof InvalidArguments) return error.code;
      throw error;
    }
  }

  /** The webhook and the stream of the whole service, or what an operation needs, and nothing from before. */
  async function hearAnew(both: boolean, given: readonly (readonly [string, Plain])[] = []): Promise<void> {
    for (const noun of ['webhook', 'stream'] as const) {
      const held = (await operate(app.services, `${noun} list`))[`${noun}s`] as Plain[];
      for (const { id } of held) await operate(app.services, `${noun} remove`, { [noun]: id });
    }
    if (both) await Promise.all([heard(app), streamed(app)]);
    for (const [command, args] of given) await operate(app.services, command, withoutGroup(args));
  }

  it('performs on the operator’s pages what they show, and nothing else', async () => {
    await hearAnew(true);
    const signedIn = [await session()];
    for (const name of Object.keys(policy) as Action[]) {
      if (afterSignIn.includes(name)) continue;
      const answer = await attempt(name, signedIn);
      expect(answer === 'done', `${name}: ${answer}`).to.equal(onPages.includes(name));
    }
  });

  it('changes something only after a fresh sign-in', async () => {
    const now = await session();
    const stale = { ...now, createdAt: now.createdAt - limits.freshSignIn };
    for (const name of afterSignIn) {
      const { given = [], prepare } = samples[name]('acme');
      if (ofService(name)) await hearAnew(prepare !== undefined, given);
      else for (const [command, args] of given) await operate(app.services, command, args);
      expect(await attempt(name, [stale]), name).not.to.equal('done');
      expect(await attempt(name, [now]), name).to.equal('done');
    }
  });

  it('acts on webhooks and streams of the whole service, and on those of no group', async () => {
    const names = [...onPages, ...afterSignIn].filter(ofService);
    for (const name of names)
      expect(await attempt(name, [await session()], { inGroup: true }), name).to.equal('not_found');
  });

  it('performs nothing as an operator elsewhere, only what it may as the owner of the group', async () => {
    for (const name of onPages)
      expect(await attempt(name, [await session()], { operating: false }), name).to.equal(
        may(['owner'], name) && !ofService(name) ? 'done' : 'forbidden',
      );
  });

  it('performs nothing as an operator in a session of an identity provider', async () => {
    const saml = { kind: 'saml', rootId: acme.groupId, providerId: '1', identityId: '2', authenticatedAt: 1 };
    expect(await attempt('account.list', [await session(saml as MadeBy)])).to.equal('forbidden');
  });

  it('is refused the operator’s actions without a session, or with the session of another account', async () => {
    const other = String((await operate(app.services, 'account show', { account: 'member' })).id);
    expect(await attempt('account.list', [])).to.equal('forbidden');
    expect(await attempt('account.list', [await session(undefined, other)])).to.equal('forbidden');
  });

  it('performs nothing as an operator with a personal access token', async () => {
    const actor = { kind: 'account', accountId, tokenId: 'personal' } as const;
    expect(await attempt('account.list', [await session()], { actor })).to.equal('forbidden');
  });

  it('performs nothing as an operator while a group manages the account', async () => {
    const manage = (managedBy?: string) =>
      app.services.store.transaction(async (unit) => {
        const account = await unit.get(accounts, PLATFORM, accountId);
        if (!account) throw new Error('the account is gone');
        const { managedBy: _, ...free } = account;
        unit.update(accounts, managedBy === undefined ? free : { ...free, managedBy });
      });
    const signedIn = [await session()];
    await manage(acme.groupId);
    expect(await attempt('account.list', signedIn)).to.equal('forbidden');
    const { code } = await refusal(app.services, 'operator add', { account: acme.username });
    expect(code).to.equal('unfit_operator');
    await manage();
    expect(await attempt('account.list', signedIn)).to.equal('done');
  });

  it('has a password: an identity provider could set the first one', async () => {
    const { id } = await operate(app.services, 'account show', { account: 'member@acme.test' });
    await withoutPassword(app, { id: String(id) });
    const { code } = await refusal(app.services, 'operator add', { account: String(id) });
    expect(code).to.equal('unfit_operator');
  });

  it('stops being one at once', async () => {
    const signedIn = [await session()];
    await operate(app.services, 'operator remove', { account: acme.username });
    expect(await attempt('account.list', signedIn)).to.equal('forbidden');
    await operate(app.services, 'operator add', { account: acme.username });
  });
});

function withoutGroup(input: object): Plain {
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== 'group'));
}
