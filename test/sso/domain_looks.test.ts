import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { checkDomains } from '../../lib/domains/domain_check.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { mailsTo } from '../web/visitor.ts';
import type { Answer } from './dns_server.ts';
import { domainStage } from './domain_stage.ts';

const NXDOMAIN: Answer = { rcode: 3 };
const SERVFAIL: Answer = { rcode: 2 };

describe('e-mail domains', () => {
  const stage = domainStage();
  const {
    run,
    name,
    answers,
    claimed,
    proved,
    state,
    accountIn,
    managed,
    byDomain,
    acts,
    nextDay,
    finishAll,
    clock,
  } = stage;

  describe('in later checks', () => {
    const found = 'found';
    const [gone, other, fails] = ['gone', 'other', 'fails'];
    const times = (n: number, what: string) => Array.from({ length: n }, () => what);
    const answerOf = (what: string, value: string): Answer => {
      if (what === found) return { txt: [[value]] };
      if (what === other) return { txt: [['rollcall-verification=x']] };
      return what === gone ? NXDOMAIN : SERVFAIL;
    };
    /** A look each 28 hours: the seventh without the record is seven days after the first one. */
    const cases: [what: string, looks: string[], state: string, lapses: boolean, mails: number][] = [
      ['a domain stays verified while its record exists', times(10, found), 'verified', false, 0],
      ['a domain without its record counts as failing', [gone], 'failing', false, 0],
      ['the second check without the record mails the owners', times(2, gone), 'failing', false, 1],
      ['a domain without its record stays verified for seven days', times(6, gone), 'failing', false, 1],
      ['a domain without its record lapses after seven days', times(7, gone), 'lapsed', true, 2],
      ['a domain with another value in its record lapses too', times(7, other), 'lapsed', true, 2],
      [
        'the count of failures restarts when the record returns',
        [...times(6, gone), found, gone],
        'failing',
        false,
        1,
      ],
      ['a domain is verified when its record returns', [...times(6, gone), found], 'verified', false, 1],
      ['a domain never lapses because DNS does not answer', times(40, fails), 'verified', false, 0],
      [
        'a domain that DNS did not answer for stays verified when the seven days end',
        [...times(5, gone), ...times(9, fails)],
        'failing',
        false,
        1,
      ],
      [
        'a domain without its record lapses when DNS answers again',
        [...times(5, gone), ...times(9, fails), gone],
        'lapsed',
        true,
        2,
      ],
      [
        'a domain does not lapse after a long time with few checks',
        [gone, ...times(20, fails), gone],
        'failing',
        false,
        1,
      ],
    ];
    for (const [what, looks, wanted, lapses, told] of cases) {
      it(what, async () => {
        const ann = await accountIn('ann');
        const value = await proved();
        for (const look of looks) {
          answers(answerOf(look, value));
          await nextDay();
        }
        const shown = await state();
        expect(shown).to.have.property('state', wanted);
        expect(await managed(ann)).to.deep.equal(lapses ? undefined : byDomain());
        expect((await acts(stage.domain)).filter((act) => act === 'domain.lapsed')).to.have.length(
          lapses ? 1 : 0,
        );
        const subjects = (await mailsTo(stage.app, `owner@${stage.group}.test`)).map(
          ({ subject }) => subject,
        );
        expect(subjects).to.deep.equal(
          [`The DNS record of ${stage.domain} is gone`, `${stage.domain} is no longer verified`].slice(
            0,
            told,
          ),
        );
        if (looks.at(-1) === fails) expect(shown?.problem).to.match(/DNS did not answer/);
        expect(shown?.lapsesAt !== undefined, 'whether it says when').to.equal(wanted === 'failing');
      });
    }

    it('each domain is checked about once a day, at its own time', async () => {
      const value = await proved();
      const times = new Set<number>();
      for (let look = 0; look < 5; look++) {
        const { checkAt = 0 } =
          (await stage.app.services.store.get(verifiedDomains, PLATFORM, stage.domain)) ?? {};
        const wait = checkAt - stage.app.services.runtime.now();
        expect(wait).to.be.within(limits.domainCheckMinMs - 60_000, limits.domainCheckMaxMs);
        times.add(Math.round(wait / 60_000));
        answers({ txt: [[value]] });
        await nextDay();
      }
      expect(times.size).to.be.above(1);
    });

    it('a domain is not checked before it is due, by any number of processes', async () => {
      await proved();
      await finishAll();
      clock.forward(limits.domainCheckMinMs - 10 * limits.workGrace);
      stage.dns.asked.length = 0;
      await Promise.all([checkDomains(stage.app.services), checkDomains(stage.app.services)]);
      expect(stage.dns.asked).not.to.include(name());
    });

    it('a domain is checked at once when a clock that was ahead set its time', async () => {
      await proved();
      clock.forward(30 * DAY);
      await checkDomains(stage.app.services);
      clock.forward(-30 * DAY);
      answers(NXDOMAIN);
      await checkDomains(stage.app.services);
      expect(await state()).to.have.property('state', 'failing');
    });

    it('a domain lapses in time when a clock that was ahead saw the first failure', async () => {
      await proved();
      answers(NXDOMAIN);
      clock.forward(30 * DAY);
      await checkDomains(stage.app.services);
      clock.forward(-30 * DAY);
      for (let look = 0; look < 6; look++) await nextDay();
      expect(await state()).to.have.property('state', 'failing');
      await nextDay();
      expect(await state()).to.have.property('state', 'lapsed');
    });

    it('concurrent checks count as one', async () => {
      await proved();
      answers(NXDOMAIN);
      clock.forward(limits.domainCheckMaxMs);
      await Promise.all(Array.from({ length: 4 }, () => checkDomains(stage.app.services)));
      expect(await stage.app.services.store.get(verifiedDomains, PLATFORM, stage.domain)).to.have.property(
        'failures',
        1,
      );
    });

    it('a domain lapses although the group checks DNS itself at the same time', async () => {
      await proved();
      answers(NXDOMAIN);
      for (let look = 0; look < 6; look++) await nextDay();
      clock.forward(limits.domainCheckMaxMs);
      const lookUpTxt = async () => {
        expect(await run('verify')).to.include({ outcome: 'not_found', state: 'failing' });
        return { kind: 'none' } as const;
      };
      await checkDomains({ ...stage.app.services, lookUpTxt });
      expect(await state()).to.have.property('state', 'lapsed');
    });

    it('a lapsed domain is verified again by the same record, with its accounts', async () => {
      const ann = await accountIn('ann');
      const value = await proved();
      answers(NXDOMAIN);
      for (let look = 0; look < 7; look++) await nextDay();
      expect(await state()).to.include({ state: 'lapsed' });
      answers({ txt: [[value]] });
      expect(await run('verify')).to.have.property('state', 'verified');
      expect(await managed(ann)).to.deep.equal(byDomain());
    });

    it('a domain that the operator vouches for is not checked until it is claimed and verified', async () => {
      const ann = await accountIn('ann');
      expect(await run('add', { verified: true })).to.include({ state: 'vouched' });
      expect(await managed(ann)).to.deep.equal(byDomain());
      stage.dns.asked.length = 0;
      for (let look = 0; look < 8; look++) await nextDay();
      expect(stage.dns.asked).not.to.include(name());
      expect(await state()).to.have.property('state', 'vouched');
      const value = await claimed();
      expect(await run('verify')).to.include({ outcome: 'not_found', state: 'vouched' });
      answers({ txt: [[value]] });
      expect(await run('verify')).to.have.property('state', 'verified');
      expect(await run('add', { verified: true })).to.have.property('state', 'vouched');
      answers(NXDOMAIN);
      for (let look = 0; look < 8; look++) await nextDay();
      expect(await state()).to.have.property('state', 'vouched');
    });
  });
});
