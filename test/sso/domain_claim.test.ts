import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { domainClaims } from '../../lib/domains/domain_record.ts';
import { claimDomain } from '../../lib/domains/domains.ts';
import { type RuleCode, RuleError } from '../../lib/kernel/errors.ts';
import { all } from '../../lib/store/every.ts';
import { refusal } from '../cli/operator.ts';
import { domainStage } from './domain_stage.ts';

describe('e-mail domains', () => {
  const stage = domainStage();
  const { run, claimed, acts } = stage;

  describe('a claim', () => {
    it('is the same when repeated, differs for each group, and is new after a removal', async () => {
      const value = await claimed();
      expect(value).to.match(/^rollcall-verification=[\w-]{32}$/);
      expect(await claimed()).to.equal(value);
      await stage.app.bootstrap(`${stage.group}-too`);
      const other = await claimed(`${stage.group}-too`);
      expect(other).not.to.equal(value);
      await run('remove');
      expect(await claimed()).not.to.be.oneOf([value, other]);
      expect(await acts(stage.domain)).to.deep.equal(['domain.claimed', 'domain.removed', 'domain.claimed']);
    });

    it('is one document when several are made concurrently', async () => {
      const values = await Promise.all(Array.from({ length: 5 }, () => claimed()));
      expect(new Set(values).size).to.equal(1);
      expect(await all(stage.app.services.store, domainClaims, stage.root.groupId)).to.have.length(1);
    });

    it('accepts a domain in any spelling', async () => {
      const international = `Bücher${stage.count}.Test`;
      expect(await run('add', { domain: international })).to.have.property(
        'domain',
        new URL(`http://${international}`).hostname,
      );
    });

    const refused: [what: string, domain: string, code: RuleCode][] = [
      ['a public suffix', 'co.uk', 'public_suffix'],
      ['a top-level domain', 'test.', 'invalid_domain'],
      ['a private suffix, under which anybody gets a name', 'github.io', 'public_suffix'],
      ['a suffix in another script', '公司.cn', 'public_suffix'],
      ['free mail', 'gmail.com', 'free_mail_domain'],
      ['free mail in capitals', 'Hotmail.CO.UK', 'free_mail_domain'],
      ['an address of a machine', '192.0.2.1', 'invalid_domain'],
      ['an e-mail', 'ann@acme.test', 'invalid_domain'],
      ['a name too long for the record', `${'a'.repeat(60)}.`.repeat(4).concat('test'), 'invalid_domain'],
      ['a label too long for DNS', `${'a'.repeat(64)}.test`, 'invalid_domain'],
      ['nothing', ' ', 'invalid_domain'],
    ];
    for (const [what, written, code] of refused) {
      it(`is refused for ${what}`, async () => {
        const { store } = stage.app.services;
        const error = await store
          .transaction(async (unit) => claimDomain(unit, stage.root.groupId, written, { kind: 'operator' }))
          .catch((thrown: unknown) => thrown);
        if (!(error instanceof RuleError)) throw new Error(`${written} was taken`);
        expect(error.code).to.equal(code);
        expect(await all(stage.app.services.store, domainClaims, stage.root.groupId)).to.deep.equal([]);
      });
    }

    it('is refused above the limit, and can be repeated at the limit', async () => {
      const { store, runtime } = stage.app.services;
      await store.transaction(async (unit) => {
        for (let at = 1; at < limits.domainsPerGroup; at++)
          unit.insert(domainClaims, {
            ...{ id: runtime.id(), rootId: stage.root.groupId, domain: `n${at}.test` },
            ...{ challenge: 'x', createdAt: 0 },
          });
      });
      await claimed();
      await claimed();
      expect(
        await refusal(stage.app.services, 'group domain add', { group: stage.group, domain: 'more.test' }),
      ).to.have.property('code', 'too_many_domains');
    });
  });
});
