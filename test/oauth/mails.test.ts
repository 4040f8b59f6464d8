import { expect } from 'chai';
import { warnOfEnd } from '../../lib/integrations/warn_of_end.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import { textOf } from '../../lib/outbox/mail/letters.ts';
import { mails } from '../../lib/outbox/mail/mails.ts';
import { operate } from '../cli/operator.ts';
import { movableClock } from '../clock.ts';
import { boot, type Rollcall } from '../helper.ts';
import { person } from '../web/people.ts';
import { noMailServer } from '../web/visitor.ts';

describe('mails about credentials', () => {
  let app: Rollcall;
  const clock = movableClock();
  let group = '';

  before(async () => {
    app = await boot({ runtime: clock.runtime, env: noMailServer });
  });
  after(() => app.close());
  beforeEach(async () => {
    clock.later = 0;
    group = (await app.bootstrap()).slug;
  });

  /** The subjects of the mails about credentials of this group, with the address of each. */
  async function sent(): Promise<string[]> {
    const { items } = await app.services.store.list(mails, '', { limit: 200 });
    return items
      .filter(
        ({ letter }) =>
          letter.template.startsWith('credential_') && 'group' in letter && letter.group === group,
      )
      .map(({ to, letter }) => `${to}: ${textOf(letter, 'https://x.test', String).body.split('\n')[0]}`);
  }

  it('remind owners 30, 7 and 1 days before the end of each kind, once', async () => {
    const kinds = [
      { kind: 'client' },
      { kind: 'token' },
      { kind: 'federation', jwksUrl: 'https://idp.test/keys' },
    ];
    for (const kind of kinds)
      await operate(app.services, 'credential create', { group, name: kind.kind, expiresIn: '90d', ...kind });
    const told: number[] = [];
    for (const day of [59, 60, 61, 83, 83.5, 89, 89.5, 91]) {
      clock.later = day * DAY + 1;
      const before = (await sent()).length;
      await warnOfEnd(app.services.store);
      told.push((await sent()).length - before);
    }
    expect(told).to.deep.equal([0, 3, 0, 3, 0, 3, 0, 0]);
  });

  it('do not remind of a credential with a successor, or of one that was made for so few days', async () => {
    await operate(app.services, 'credential create', {
      group,
      kind: 'client',
      name: 'Entra',
      expiresIn: '90d',
    });
    await operate(app.services, 'credential create', {
      group,
      kind: 'client',
      name: 'short',
      expiresIn: '7d',
    });
    const before = (await sent()).length;
    await warnOfEnd(app.services.store);
    clock.later = DAY;
    await operate(app.services, 'credential rotate', { group, credential: 'Entra', overlap: 1 });
    await warnOfEnd(app.services.store);
    expect((await sent()).slice(before))
      .to.have.length(1)
      .and.satisfy(([one = '']) => one.includes('rotated'));
  });

  it('tell the other owners who created, rotated or revoked a credential', async () => {
    const ada = await person(app, { name: 'Ada Lovelace' });
    await operate(app.services, 'member add', { group, account: ada.username, role: 'owner' });
    const house = { services: app.services, publicUrl: 'https://x.test', samlUrl: 'https://x.test' };
    const { credentialCreate, tokenRevoke } = await import('../../lib/operations/index.ts');
    const caller = { actor: { kind: 'account', accountId: ada.id }, sessions: [] } as const;
    await credentialCreate.perform(house, caller, { group, kind: 'client', name: 'Entra' });
    await tokenRevoke.perform(house, caller, { group, token: 'first token' });
    const [created, revoked, ...others] = await sent();
    expect(created).to.match(
      new RegExp(`^owner@${group}.test: ${ada.username}, an owner of ${group}, created the client Entra of`),
    );
    expect(revoked).to.match(/revoked the token first token of/);
    expect(others).to.deep.equal([]);
    await operate(app.services, 'credential revoke', { group, credential: 'Entra' });
    expect((await sent()).slice(2).map((text) => text.split(' revoked')[0])).to.have.members([
      `owner@${group}.test: The operator of this service`,
      `${ada.email}: The operator of this service`,
    ]);
  });
});
