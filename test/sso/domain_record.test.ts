import { expect } from 'chai';
import { verifiedDomains } from '../../lib/accounts/managing.ts';
import { commandNamed } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import { txtLookup } from '../../lib/domains/domain_txt.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate, refusal } from '../cli/operator.ts';
import type { Answer } from './dns_server.ts';
import { domainStage } from './domain_stage.ts';

const NXDOMAIN: Answer = { rcode: 3 };
const SERVFAIL: Answer = { rcode: 2 };

describe('e-mail domains', () => {
  const stage = domainStage();
  const { run, name, answers, claimed, nextDay } = stage;

  describe('and their TXT record:', () => {
    type Case = [what: string, answer: (value: string) => Answer, outcome: string, problem?: RegExp];
    const cases: Case[] = [
      ['alone', (value) => ({ txt: [[value]] }), 'found'],
      ['one of several', (value) => ({ txt: [['v=spf1 -all'], [value], ['x']] }), 'found'],
      ['in several strings', (value) => ({ txt: [[value.slice(0, 9), value.slice(9)]] }), 'found'],
      ['with white space around it', (value) => ({ txt: [[` ${value}\n`]] }), 'found'],
      ['behind a CNAME', (value) => ({ cname: 'proof.elsewhere.test', txt: [[value]] }), 'found'],
      [
        'for a name that does not exist',
        () => NXDOMAIN,
        'not_found',
        /there is no TXT record at _rollcall\./,
      ],
      ['missing beside others', () => ({}), 'not_found'],
      ['behind a CNAME that leads nowhere', () => ({ cname: 'nowhere.test' }), 'not_found'],
      ['with something else', () => ({ txt: [['v=spf1 -all']] }), 'other_value', /has another value: v=spf1/],
      ['empty', () => ({ txt: [['']] }), 'other_value'],
      ['cut short', (value) => ({ txt: [[value.slice(0, -1)]] }), 'other_value'],
      ['longer', (value) => ({ txt: [[`${value}=`]] }), 'other_value'],
      ['in another case', (value) => ({ txt: [[value.toUpperCase()]] }), 'other_value'],
      ['without its beginning', (value) => ({ txt: [[value.replace(/^.*=/, '')]] }), 'other_value'],
      ['in two records', (value) => ({ txt: [[value.slice(0, 9)], [value.slice(9)]] }), 'other_value'],
      ['where the server fails', () => SERVFAIL, 'server_failure', /DNS did not answer .* \(ESERVFAIL\)/],
      ['where the server refuses', () => ({ rcode: 5 }), 'server_failure'],
      ['where the server does not support the query', () => ({ rcode: 4 }), 'server_failure'],
      ['where the answer is cut off', () => ({ truncated: true }), 'server_failure'],
      ['where the answer is garbage', () => ({ raw: Buffer.alloc(40, 0xff) }), 'server_failure'],
    ];
    for (const [what, answer, outcome, problem] of cases) {
      it(`${what} gives ${outcome}`, async () => {
        const value = await claimed();
        answers(answer(value));
        const result = await run('verify');
        expect(result).to.include({ outcome, state: outcome === 'found' ? 'verified' : 'claimed' });
        if (problem) expect(result.problem).to.match(problem);
        const verified = await stage.app.services.store.get(verifiedDomains, PLATFORM, stage.domain);
        expect(verified?.rootId).to.equal(outcome === 'found' ? stage.root.groupId : undefined);
      });
    }

    it('each group has its own value', async () => {
      await stage.app.bootstrap(`${stage.group}-too`);
      answers({ txt: [[await claimed(`${stage.group}-too`)]] });
      await claimed();
      expect(await run('verify')).to.have.property('outcome', 'other_value');
    });

    it('the command prints what is wrong, and exits with 1 without the record', async () => {
      const [add, verify, list] = ['add', 'verify', 'list'].map((word) =>
        commandNamed(`group domain ${word}`),
      );
      const value = await claimed();
      expect(add?.text(await run('add'), plain))
        .to.match(/Put this TXT record into the DNS/)
        .and.contain(value);
      answers({ txt: [['v=spf1 -all\u001b[2J']] });
      const missed = await run('verify');
      expect(verify?.isBad(missed)).to.equal(true);
      expect(verify?.text(missed, plain))
        .to.match(/has another value: v=spf1/)
        .and.contain(value);
      answers({ txt: [[value]] });
      const seen = await run('verify');
      expect(verify?.isBad(seen)).to.equal(false);
      expect(verify?.text(seen, plain)).to.contain(`${stage.domain} belongs to ${stage.group}`);
      const listed = async () =>
        list?.text(await operate(stage.app.services, 'group domain list', { group: stage.group }), plain) ??
        '';
      expect(await listed()).to.match(/ verified +\d{4}-/);
      answers(NXDOMAIN);
      await nextDay();
      expect(await listed()).to.match(/ failing .*lapses after \d{4}-.*; there is no TXT record/);
    });

    it('the next DNS server is asked when the first one does not answer', async () => {
      await claimed();
      stage.dns.asked.length = 0;
      expect(await run('verify')).to.have.property('outcome', 'not_found');
      expect(stage.dns.asked).to.include(name());
    });

    it('the check ends when no DNS server answers', async () => {
      answers({ silent: true });
      const answer = await txtLookup([stage.dns.address])(name());
      expect(answer.kind).to.equal('failure');
    }).timeout(15_000);

    it('the record of a claim that was removed or replaced meanwhile verifies nothing', async () => {
      const value = await claimed();
      const lookUpTxt = async () => {
        await run('remove');
        await claimed();
        return { kind: 'records', values: [value] } as const;
      };
      const services = { ...stage.app.services, lookUpTxt };
      const { code } = await refusal(services, 'group domain verify', {
        group: stage.group,
        domain: stage.domain,
      });
      expect(code).to.equal('domain_not_claimed');
      expect(await stage.app.services.store.get(verifiedDomains, PLATFORM, stage.domain)).to.equal(undefined);
    });
  });
});
