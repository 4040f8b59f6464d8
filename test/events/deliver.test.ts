import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { HOUR, systemRuntime } from '../../lib/kernel/runtime.ts';
import { deliverMails, type Outcomes, type SendMail } from '../../lib/outbox/mail/deliver.ts';
import { mails, queueMail } from '../../lib/outbox/mail/mails.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { PLATFORM, type Store } from '../../lib/store/port.ts';
import { refusal } from '../store/contract/fixture.ts';
import { withoutAnswer, withoutCommit } from '../store/failing.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';

describe('queued mails', () => {
  let scratch: Scratch;
  let now: number;
  let tried: number;
  let outcomes: Outcomes;
  let isMember: boolean;
  const clocked = (store: Store) => unitStore(store, { ...systemRuntime(), now: () => now });

  beforeEach(async () => {
    scratch = await scratchStore(mails);
    now = 1_000;
    tried = 0;
    outcomes = new Map();
    isMember = true;
  });
  afterEach(() => scratch.remove());

  const queue = (...addresses: readonly string[]) =>
    clocked(scratch.store).transaction(async (unit) => {
      for (const to of addresses) queueMail(unit, to, { template: 'email_taken' });
    });
  const deliver = (send: SendMail, store = scratch.store) =>
    deliverMails(
      { store: clocked(store), send, outcomes, isMember: async () => isMember },
      'https://rollcall.test',
      () => '',
    );
  const left = () => scratch.store.count(mails, PLATFORM);
  const fails: SendMail = async () => {
    tried += 1;
    throw new Error('no server');
  };
  const triedAfter = async (seconds: number) => {
    now += seconds * 1_000;
    await deliver(fails);
    return tried;
  };

  it('are sent once, however many there are', async () => {
    const addresses = Array.from({ length: 2 * limits.mailBatch + 1 }, (_, at) => `ann${at}@mail.test`);
    await queue(...addresses);
    const sent: string[] = [];
    const send = async (to: string) => void sent.push(to);
    expect(await deliver(send)).to.equal(addresses.length);
    expect(sent).to.have.members(addresses);
    expect([await deliver(send), await left()]).to.deep.equal([0, 0]);
  });

  describe('about a new membership', () => {
    const member = { rootId: 'acme', accountId: 'ann' };
    const letters = [
      { template: 'welcome', group: 'Acme', username: 'ann', member },
      { template: 'added_to_group', group: 'Acme', member },
    ] as const;
    for (const letter of letters)
      for (const stays of [true, false])
        it(`wait a minute, and ${letter.template} is ${stays ? 'sent' : 'dropped when it has ended by then'}`, async () => {
          const sent: string[] = [];
          const send = async (to: string) => void sent.push(to);
          await clocked(scratch.store).transaction(async (unit) => queueMail(unit, 'ann@mail.test', letter));
          now += limits.memberMailDelay - 1;
          await deliver(send);
          expect([sent, await left()]).to.deep.equal([[], 1]);
          isMember = stays;
          now += 1;
          await deliver(send);
          expect([sent, await left()]).to.deep.equal([stays ? ['ann@mail.test'] : [], 0]);
        });
  });

  it('are sent even if another one fails', async () => {
    await queue('bad@mail.test', 'good@mail.test');
    const sent = await deliver(async (to) => {
      if (to.startsWith('bad')) throw new Error('no such mailbox');
    });
    expect([sent, await left()]).to.deep.equal([1, 1]);
  });

  it('that fail are retried after a minute, then after two, and not before', async () => {
    await queue('ann@mail.test');
    expect([await triedAfter(0), await triedAfter(59), await triedAfter(1)]).to.deep.equal([1, 1, 2]);
    expect([await triedAfter(119), await triedAfter(1)]).to.deep.equal([2, 3]);
  });

  for (const [what, failing] of [
    ['does not take', withoutCommit],
    ['takes without an answer', withoutAnswer],
  ] as const)
    it(`are sent once when the store ${what} that they were`, async () => {
      await queue('ann@mail.test');
      const sent: string[] = [];
      const send = async (to: string) => void sent.push(to);
      expect(await refusal(deliver(send, failing(scratch.store)))).to.be.instanceOf(Unavailable);
      await deliver(send);
      expect([sent, await left()]).to.deep.equal([['ann@mail.test'], 0]);
    });

  it('count an attempt once when the store takes it without an answer', async () => {
    await queue('ann@mail.test');
    expect(await refusal(deliver(fails, withoutAnswer(scratch.store)))).to.be.instanceOf(Unavailable);
    await queue('bob@mail.test');
    await deliver(async () => undefined);
    expect([await triedAfter(60), await triedAfter(119), await triedAfter(1)]).to.deep.equal([2, 2, 3]);
  });

  it('are due now when a clock that was ahead queued or delayed them', async () => {
    now += 2 * HOUR;
    await queue('ann@mail.test', 'bob@mail.test');
    await deliver(async (to) => {
      if (to.startsWith('bob')) throw new Error('no server');
    });
    await queue('cat@mail.test');
    now -= 2 * HOUR;
    const sent: string[] = [];
    await deliver(async (to) => void sent.push(to));
    expect(sent).to.have.members(['bob@mail.test', 'cat@mail.test']);
  });

  it('are given up after the last attempt', async () => {
    await queue('ann@mail.test');
    for (let attempt = 1; attempt < limits.mailAttempts; attempt++) await triedAfter(60 * 2 ** attempt);
    expect([tried, await left()]).to.deep.equal([limits.mailAttempts - 1, 1]);
    await triedAfter(60 * 2 ** limits.mailAttempts);
    expect([tried, await left()]).to.deep.equal([limits.mailAttempts, 0]);
  });
});
