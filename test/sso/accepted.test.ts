import { expect } from 'chai';
import type { SamlProvider } from '../../lib/groups/saml_provider.ts';
import { samlCodes } from '../../lib/saml/saml_error.ts';
import { samlRequests } from '../../lib/sign_on/types.ts';
import { boot, type Rollcall } from '../helper.ts';
import { acceptedForms, ENC, MORE } from './accepted_forms.ts';
import { type KeyPair, keyPair, value } from './fixture.ts';
import {
  assertionSealed,
  assertionSigned,
  certificateOf,
  codeOf,
  IDP,
  post,
  report,
  rotateKeys,
  type Scene,
  saying,
  scene,
  start,
} from './scene.ts';

describe('a valid SAML response', () => {
  let rollcall: Rollcall;
  let keys: { readonly rsa: KeyPair; readonly other: KeyPair; readonly ec: KeyPair };
  let here: Scene;

  before(async () => {
    rollcall = await boot();
    const [rsa, other, ec] = await Promise.all([keyPair(), keyPair(), keyPair('ec')]);
    keys = { rsa, other, ec };
    here = await scene(rollcall, rsa);
  });
  after(() => rollcall.close());

  it('names the person, and returns the started request', async () => {
    const request = await start(here, { purpose: 'link', returnTo: '/profile?tab=1', accountId: 'a1' });
    const said = saying(here, request);
    const { verified, request: begun } = await post(here, request, assertionSigned(here, said));
    expect(verified).to.deep.equal({
      nameId: 'ann@acme.test',
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      authnInstant: said.authnInstant,
      sessionIndex: 's1',
      sessionNotOnOrAfter: said.sessionUntil,
      issuer: IDP,
      attributes: new Map([
        ['email', ['ann@acme.test']],
        ['groups', ['Engineering', 'Everyone']],
      ]),
      assertionId: said.assertionId,
      inResponseTo: request.id,
    });
    expect(begun).to.include({ purpose: 'link', returnTo: '/profile?tab=1', accountId: 'a1' });
  });

  for (const [name, make] of acceptedForms) {
    it(`is accepted: ${name}`, async () => {
      const request = await start(here);
      const { verified } = await post(here, request, await make(here, saying(here, request)));
      expect(verified.nameId).to.equal('ann@acme.test');
    });
  }

  for (const [hash, digest] of [
    ['sha256', `${ENC}sha256`],
    ['sha384', `${MORE}sha384`],
    ['sha512', `${ENC}sha512`],
  ] as const) {
    it(`is accepted with ECDSA and ${hash}`, async () => {
      const ec = await scene(rollcall, keys.ec);
      const request = await start(ec);
      const xml = assertionSigned(ec, saying(ec, request), { algorithm: `${MORE}ecdsa-${hash}`, digest });
      expect((await post(ec, request, xml)).verified.nameId).to.equal('ann@acme.test');
    });
  }

  it('is accepted with either of two certificates, until the old one ends', async () => {
    const { now } = rollcall.services.runtime;
    const certificates = (until: number) => [
      certificateOf(keys.rsa),
      { ...certificateOf(keys.other), state: 'retiring' as const, until },
    ];
    const outcomes = [];
    for (const [pair, until] of [
      [keys.rsa, now() + 60_000],
      [keys.other, now() + 60_000],
      [keys.other, now()],
    ] as const) {
      const rolling = await scene(rollcall, pair, {}, certificates(until));
      const request = await start(rolling);
      outcomes.push(await codeOf(post(rolling, request, assertionSigned(rolling, saying(rolling, request)))));
    }
    expect(outcomes).to.deep.equal(['accepted', 'accepted', 'saml.certificate_expired']);
  });

  it('is accepted until its certificate expires, plus the clock tolerance', async () => {
    const { now } = rollcall.services.runtime;
    const outcomes = [];
    for (const notAfter of [now() - 30_000, now() - 60_000]) {
      const ending = await scene(rollcall, keys.rsa, {}, [{ ...certificateOf(keys.rsa), notAfter }]);
      const request = await start(ending);
      outcomes.push(await codeOf(post(ending, request, assertionSigned(ending, saying(ending, request)))));
    }
    expect(outcomes).to.deep.equal(['accepted', 'saml.no_certificate']);
  });

  it('is accepted by an RSA and an EC certificate side by side', async () => {
    const both = await scene(rollcall, keys.rsa, {}, [certificateOf(keys.ec), certificateOf(keys.rsa)]);
    const request = await start(both);
    expect(await codeOf(post(both, request, assertionSigned(both, saying(both, request))))).to.equal(
      'accepted',
    );
  });

  it('is accepted at the callback of the present path after a rename', async () => {
    const request = await start(here);
    const acs = here.urls.otherAcs ?? '';
    const xml = assertionSigned(here, saying(here, request, { destination: acs, recipient: acs }));
    expect(await codeOf(post(here, request, xml))).to.equal('accepted');
  });

  it('is accepted without a RelayState, with an empty one, or with the word null', async () => {
    for (const relayState of [undefined, '', 'null']) {
      const { handle: _lost, ...request } = await start(here);
      const form = { browser: request.browser, ...(relayState === undefined ? {} : { relayState }) };
      const xml = assertionSigned(here, saying(here, request));
      expect(await codeOf(post(here, undefined, xml, form))).to.equal('accepted');
    }
  });

  it('from the identity provider without a request is accepted only if allowed', async () => {
    const allowed = await scene(rollcall, keys.rsa, { allowIdpInitiated: true });
    const xml = assertionSigned(allowed, saying(allowed, undefined));
    expect((await post(allowed, undefined, xml, { relayState: 'https://evil.test' })).request).to.equal(
      undefined,
    );
    expect(await codeOf(post(allowed, undefined, xml))).to.equal('saml.replayed');
    expect(await codeOf(post(here, undefined, assertionSigned(here, saying(here, undefined))))).to.equal(
      'saml.idp_initiated',
    );
  });

  it('from the identity provider without a request is accepted with an empty InResponseTo', async () => {
    const allowed = await scene(rollcall, keys.rsa, { allowIdpInitiated: true });
    for (const [inResponseTo, confirmationInResponseTo] of [
      ['', ''],
      ['', null],
      [null, ''],
    ] as const) {
      const xml = assertionSigned(
        allowed,
        saying(allowed, undefined, { inResponseTo, confirmationInResponseTo }),
      );
      const { verified, request } = await post(allowed, undefined, xml, { relayState: 'null' });
      expect([verified.inResponseTo, request]).to.deep.equal([undefined, undefined]);
    }
  });

  it('keeps repeated and unusual attribute names, without prototype pollution', async () => {
    const request = await start(here);
    const attributes =
      value('constructor', 'x') + value('nameID', 'eve') + value('groups', 'a') + value('groups', 'b');
    const { verified } = await post(
      here,
      request,
      assertionSigned(here, saying(here, request, { attributes })),
    );
    expect([...verified.attributes]).to.deep.equal([
      ['constructor', ['x']],
      ['nameID', ['eve']],
      ['groups', ['a', 'b']],
    ]);
    expect(verified.nameId).to.equal('ann@acme.test');
  });

  it('passes every check of a test sign-in, and uses up its request', async () => {
    const request = await start(here, { purpose: 'test' });
    const xml = assertionSigned(here, saying(here, request));
    const { checks, accepted } = await report(here, request, xml);
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).to.deep.equal([]);
    expect(accepted?.verified.nameId).to.equal('ann@acme.test');
    const again = await report(here, request, xml);
    expect(again.accepted).to.equal(undefined);
    expect(again.checks.find(({ outcome }) => outcome === 'failed')?.problem?.code).to.equal(
      'saml.request_unknown',
    );
  });

  it('is accepted once of many concurrent posts', async () => {
    const request = await start(here);
    const xml = assertionSigned(here, saying(here, request));
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(post(here, request, xml))));
    expect(codes.filter((code) => code === 'accepted')).to.have.length(1);
    const second = ['saml.request_unknown', 'saml.replayed'];
    expect(codes.filter((code) => code !== 'accepted' && !second.includes(code))).to.deep.equal([]);
  });

  it('is accepted once of many concurrent posts, without a request too', async () => {
    const allowed = await scene(rollcall, keys.rsa, { allowIdpInitiated: true });
    const xml = assertionSigned(allowed, saying(allowed, undefined));
    const codes = await Promise.all(Array.from({ length: 8 }, () => codeOf(post(allowed, undefined, xml))));
    expect(codes.sort()).to.deep.equal(['accepted', ...Array.from({ length: 7 }, () => 'saml.replayed')]);
  });

  it('is decrypted with the next key and with the former one', async () => {
    const sealing = await scene(rollcall, keys.rsa);
    const { parts, provider: first } = sealing;
    const both = await rotateKeys(rollcall, first);
    const second = await rotateKeys(rollcall, first);
    const over = second.keys?.map((key) => (key.state === 'former' ? { ...key, until: 0 } : key)) ?? [];
    const outcome = async (encryptedFor: SamlProvider, present: SamlProvider, samlKey = parts.samlKey) => {
      const at = { ...sealing, provider: present, parts: { ...parts, samlKey } };
      const request = await start(at);
      const xml = await assertionSealed({ ...at, provider: encryptedFor }, saying(at, request));
      return codeOf(post(at, request, xml));
    };
    expect(await outcome(second, both), 'the next one').to.equal('accepted');
    expect(await outcome(first, second), 'the former one').to.equal('accepted');
    expect(await outcome(first, { ...second, keys: over }), 'over').to.equal('saml.not_decrypted');
    expect(await outcome(second, second, Buffer.alloc(32)), 'another secret').to.equal('saml.not_decrypted');
  });

  it('removes its request', async () => {
    const alone = await scene(rollcall, keys.rsa);
    const open = async () =>
      (await alone.parts.store.list(samlRequests, alone.provider.rootId, { limit: 100 })).items.length;
    const request = await start(alone);
    expect(await open()).to.equal(1);
    await post(alone, request, assertionSigned(alone, saying(alone, request)));
    expect(await open()).to.equal(0);
  });

  it('has one code format for every refusal', () => {
    expect(samlCodes.filter((code) => !/^saml\.[a-z0-9_]+$/.test(code))).to.deep.equal([]);
  });
});
