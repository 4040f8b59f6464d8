import { expect } from 'chai';
import { samlTries, takeBack } from '../../../lib/accounts/attempts.ts';
import { sessions } from '../../../lib/accounts/sessions.ts';
import { auditEntries } from '../../../lib/audit/types.ts';
import { PLATFORM } from '../../../lib/store/port.ts';
import { boot, type Rollcall } from '../../helper.ts';
import type { Forgery } from '../../sso/chance.ts';
import { posted } from '../../sso/fixture.ts';
import { forger, type Made } from '../../sso/forger.ts';
import { forgeries } from '../../sso/forgeries.ts';
import { noMailServer, type Seen, Visitor } from '../visitor.ts';
import { codeOf } from './stage.ts';

/** What a response says, and what is known of the identity provider. */
const DETAILS = /(?:ann|eve)@|(?:idp|evil|other)\.test|_assertion\d/i;

/** One forgery for each kind of defence, and each that differs in the form. test/sso/forged.test.ts has them all. */
const SAMPLE = new Set([
  'no signature at all',
  'another key, whose certificate is in the signature',
  'SHA-1 signature',
  'two references',
  'a certificate that has expired',
  'the NameID changed after signing',
  'an evil assertion after the signed one',
  'the response and the assertion with one ID',
  'no base64',
  'a JSON document',
  'an external entity',
  'a response of full size: elements that are not closed',
  'an attribute of three megabytes',
  'a logout response',
  'status Requester, with a sound assertion',
  'a Destination that only begins like ours',
  'another Issuer of the assertion, with the same key',
  'a NameID of two thousand characters',
  'the Recipient of another group',
  'expired',
  'the audience of another group',
  'an attribute called __proto__',
  'an answer to the request of another group',
  'an assertion used before, in a new response',
  'no cookie of the browser',
  'the browser of another request',
  'a RelayState that is a URL',
  'encrypted, and signed by a stranger inside',
]);
const sample = forgeries.filter(([name]) => SAMPLE.has(name));

describe('a forged or malformed response from a browser', () => {
  let app: Rollcall;
  let forge: (forgery: Forgery) => Promise<Made>;
  before(async () => {
    app = await boot({ env: noMailServer });
    forge = await forger(app);
  });
  after(() => app.close());

  /** Posts it with the cookie that the browser has, where it has one. It does not count for the limit. */
  async function brought({ at, request, xml, posted: differs = {} }: Made): Promise<[Visitor, Seen]> {
    const visitor = new Visitor(app);
    const form = {
      relayState: request.handle,
      browser: request.browser,
      samlResponse: posted(xml),
      ...differs,
    };
    if (form.browser) visitor.take('__Host-saml_rq', form.browser);
    const answered = await visitor.bring(at.callback, {
      SAMLResponse: form.samlResponse,
      RelayState: form.relayState,
    });
    await takeBack(app.services.store, samlTries(at.provider.rootId, '127.0.0.1'));
    return [visitor, answered];
  }

  async function auditOf(made: Made, reference: string) {
    const { items } = await app.services.store.list(auditEntries, made.at.provider.rootId, {
      index: 'request',
      equal: [reference],
      limit: 10,
    });
    return items.map(({ action, target, detail }) => ({ action, target, code: detail.code }));
  }

  for (const forgery of sample) {
    const [name, code] = forgery;
    it(`ends on a page with ${code} and no detail: ${name}`, async () => {
      const made = await forge(forgery);
      const [visitor, answered] = await brought(made);
      expect([answered.status, codeOf(answered)]).to.deep.equal([303, code]);
      expect(answered.text).to.equal('');
      const told = new URLSearchParams(answered.location?.split('?')[1]);
      expect([...told.keys()]).to.deep.equal(['code', 'reference']);
      const reference = told.get('reference') ?? '';
      expect(visitor.cookies.get('__Host-sid')).to.equal(undefined);

      const page = await visitor.visit(answered.location ?? '');
      expect(page.status).to.equal(403);
      expect(page.text).to.contain(`<code>${code}</code>`).and.to.contain(`<code>${reference}</code>`);
      expect(page.text).not.to.match(DETAILS);
      expect(await auditOf(made, reference)).to.deep.equal([
        { action: 'saml_sign_in.refused', target: made.at.provider.id, code },
      ]);
    });
  }

  it('covers the whole sample', () => {
    expect(sample.map(([name]) => name)).to.have.members([...SAMPLE]);
  });

  it('opens no session', async () => {
    expect((await app.services.store.list(sessions, PLATFORM, { limit: 1 })).items).to.deep.equal([]);
  });
});
