import { expect } from 'chai';
import { refusal } from '../cli/operator.ts';
import { boot, type Rollcall, spoiled } from '../helper.ts';
import { type Answer, type Asking, asking } from './why_asking.ts';

describe('the explanation of access', () => {
  let app: Rollcall;
  let at: Asking;
  let group: string;
  let annsName: string;

  before(async () => {
    app = await boot();
  });
  after(() => app.close());
  beforeEach(async () => {
    at = await asking(app);
    ({ group, annsName } = at);
  });

  describe('is answered', () => {
    beforeEach(() => at.provision());

    const problem = async (answer: Promise<Answer>, status: number) => {
      const { status: found, headers, body } = await answer;
      expect(found, JSON.stringify(body)).to.equal(status);
      expect(headers.get('content-type')).to.equal('application/problem+json; charset=utf-8');
      expect(body).to.include({ type: 'about:blank', status });
      expect(body.title).to.be.a('string');
      expect(body.detail).to.match(/\w/);
      return { headers, body };
    };

    it('as JSON without caching', async () => {
      const { headers } = await at.get(`${group}/members/${annsName}/why`);
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('no-store');
    });

    it('only to a token with its scope', async () => {
      const path = `${group}/members/${annsName}/why`;
      const { body } = await problem(at.get(path, at.tenant.scimToken), 403);
      expect(body).to.include({ code: 'insufficient_scope' });
      expect((await problem(at.get(path, await at.tokenOf(group)), 403)).body.detail).to.match(/access:read/);
      const both = await at.tokenOf(group, ['access:read', 'users:read']);
      expect((await at.get(path, both)).status).to.equal(200);
    });

    it('to a token without other scopes', async () => {
      const response = await fetch(`${at.tenant.scimUrl}/Users`, {
        headers: { authorization: `Bearer ${at.token}` },
      });
      expect(response.status).to.equal(403);
    });

    it('with the same 401 to every wrong token', async () => {
      const other = await app.bootstrap();
      const foreign = await at.tokenOf(String(other.scimUrl.split('/').at(-1)), ['access:read']);
      const who = `members/${annsName}/why`;
      const answers = [
        at.get(`${group}/${who}`, ''),
        at.get(`${group}/${who}`, spoiled(at.token)),
        at.get(`${group}/${who}`, foreign),
        at.get(`nowhere-${group}/${who}`),
        at.get(`${group}/dev/${who}`, foreign),
        at.get(`${group}/nowhere`, foreign),
      ];
      const told = await Promise.all(
        answers.map(async (answer) => {
          const { headers, body } = await problem(answer, 401);
          expect(headers.get('www-authenticate')).to.match(/^Bearer/);
          const { requestId: _own, ...rest } = body;
          return JSON.stringify(rest);
        }),
      );
      expect(new Set(told).size).to.equal(1);
    });

    it('with 403 while the integration is disabled', async () => {
      await at.run('integration change', { group, disable: true });
      const { body } = await problem(at.get(`${group}/members/${annsName}/why`), 403);
      expect(body).to.include({ code: 'integration_disabled' });
    });

    for (const [what, path] of [
      ['a group that does not exist', (root: string) => `${root}/nowhere/members/ann/why`],
      ['a person who does not exist', (root: string) => `${root}/members/nobody/why`],
      ['no endpoint', (root: string) => `${root}/nothing`],
      ['a name that is not valid UTF-8', (root: string) => `${root}/members/%FF/why`],
    ] as const)
      it(`with 404 for ${what}`, async () => {
        await problem(at.get(path(group)), 404);
      });

    it('with the same 404 for an account without a relation to the group', async () => {
      const account = `stranger-${group}`;
      const { id } = await at.run('account create', {
        email: `${account}@elsewhere.test`,
        username: account,
      });
      const sentence = async (who: string) => {
        const { body } = await problem(at.get(`${group}/members/${who}/why`), 404);
        return String(body.detail).replace(` is ${who}`, ' is …');
      };
      const unknown = await sentence('nobody');
      for (const who of [account, String(id), `${account}@elsewhere.test`])
        expect(await sentence(who)).to.equal(unknown);
    });

    it('with 405 to another method', async () => {
      const { headers } = await problem(at.get(`${group}/members/${annsName}/why`, at.token, 'DELETE'), 405);
      expect(headers.get('allow')).to.equal('GET, HEAD');
    });

    it('without a body to HEAD', async () => {
      const { status, body } = await at.get(`${group}/members/${annsName}/why`, at.token, 'HEAD');
      expect([status, body]).to.deep.equal([200, {}]);
    });

    it('on the command line with a sentence for an unknown person', async () => {
      const told = await refusal(app.services, 'member why', { group, account: 'nobody' });
      expect(told).to.deep.include({ code: 'not_found' });
      expect(told.message).to.match(/Nobody in this group, or in what it was sent, is nobody/);
    });
  });

  describe('counts', () => {
    let strict: Rollcall;

    before(async () => {
      strict = await boot({ env: { RATE_LIMIT: '5/60s', FAILURE_LIMIT: '3/60s' } });
    });
    after(() => strict.close());

    const ask = (of: string, secret: string) =>
      fetch(`${strict.url}/api/v1/groups/${of}/members/nobody/why`, {
        headers: { authorization: `Bearer ${secret}` },
      });

    it('wrong tokens together with those of SCIM', async () => {
      const { scim } = await strict.bootstrap('guessed');
      for (const path of ['/Users', '/Users'])
        expect((await scim('GET', path, undefined, { authorization: 'Bearer no' })).status).to.equal(401);
      expect((await ask('guessed', 'no')).status).to.equal(401);
      const refused = await ask('guessed', 'no');
      expect(refused.status).to.equal(429);
      expect(Number(refused.headers.get('retry-after'))).to.be.above(0);
      expect(refused.headers.get('content-type')).to.match(/^application\/problem\+json/);
    });

    it('requests together with those of SCIM', async () => {
      const { scim, scimToken } = await strict.bootstrap('busy');
      for (let times = 0; times < 3; times++) expect((await scim('GET', '/Users')).status).to.equal(200);
      for (let times = 0; times < 2; times++) expect((await ask('busy', scimToken)).status).to.equal(403);
      expect((await ask('busy', scimToken)).status).to.equal(429);
    });
  });
});
