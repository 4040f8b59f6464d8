import { expect } from 'chai';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { MetadataServer } from './metadata_server.ts';
import { operate, type Plain, printed, refusal } from './operator.ts';

describe('requests to an identity provider are', () => {
  let app: Rollcall;
  const server = new MetadataServer();
  let url: string;
  let pair: KeyPair;
  let group: string;
  let count = 0;

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true' } });
    pair = await keyPair('ec');
    url = await server.start();
  });
  after(async () => {
    await app.close();
    await server.stop();
  });
  beforeEach(async () => {
    group = `signing-${++count}`;
    await app.bootstrap(group);
  });

  const publish = (wantsSignedRequests: boolean) => {
    server.document = idpMetadata({ certificates: [pair.certificate], wantsSignedRequests });
  };
  const set = (args: Plain) => operate(app.services, 'saml set', { group, ...args });
  const shown = async () => {
    const text = await printed(app.services, 'saml show', { group });
    return /requests are +(.*)/.exec(text)?.[1];
  };
  /** Whether a sign-in that begins now is signed, and our metadata says so. */
  const isSigned = async () => {
    const at = `${app.url}/groups/${group}/-/saml`;
    const location = (await fetch(`${at}/sso`, { redirect: 'manual' })).headers.get('location') ?? '';
    expect(location).to.contain('SAMLRequest=');
    const metadata = await (await fetch(`${at}/metadata`)).text();
    const isSaid = metadata.includes('AuthnRequestsSigned="true"');
    expect(new URL(location).searchParams.has('Signature')).to.equal(isSaid);
    return isSaid;
  };

  const cases: readonly (readonly [wants: boolean, args: Plain, isSigned: boolean, text: string])[] = [
    [true, {}, true, 'signed: the metadata asks for it'],
    [false, {}, false, 'not signed: no metadata asks for it'],
    [false, { signRequests: true }, true, 'signed: set here'],
    [true, { signRequests: true }, true, 'signed: set here'],
    [true, { signRequests: false }, false, 'not signed: set here'],
    [false, { signRequests: false }, false, 'not signed: set here'],
  ];
  for (const [wants, args, signed, text] of cases)
    it(`${text}, if the metadata ${wants ? 'asks for signatures' : 'does not ask for signatures'}`, async () => {
      publish(wants);
      const { requests } = await set({ metadataUrl: url, ...args });
      expect(requests).to.deep.equal({ signed, because: text.endsWith('here') ? 'setting' : 'metadata' });
      expect(await shown()).to.equal(text);
      expect(await isSigned()).to.equal(signed);
    });

  it('signed from the next refresh on when the metadata asks for it, and no longer when it stops', async () => {
    publish(false);
    await set({ metadataUrl: url });
    for (const wants of [true, false]) {
      publish(wants);
      expect(await operate(app.services, 'saml refresh', { group })).to.include({ outcome: 'changed' });
      expect(await isSigned()).to.equal(wants);
      expect(await operate(app.services, 'saml refresh', { group })).to.include({ outcome: 'unchanged' });
    }
  });

  it('signed according to the metadata again after a setting is removed', async () => {
    publish(true);
    await set({ metadataUrl: url, signRequests: false });
    await set({ jit: true });
    expect(await isSigned()).to.equal(false);
    await set({ signRequestsIfAsked: true });
    expect(await isSigned()).to.equal(true);
    const both = { group, signRequests: false, signRequestsIfAsked: true };
    expect((await refusal(app.services, 'saml set', both)).message).to.match(/one of/);
  });

  it('unsigned after another identity provider is set by hand', async () => {
    publish(true);
    await set({ metadataUrl: url });
    await set({ ssoUrl: 'https://idp.test/other' });
    expect(await isSigned()).to.equal(true);
    const other = { entityId: 'https://other.test', ssoUrl: 'https://other.test/sso' };
    await set({ ...other, certificateFile: pair.certificate });
    expect(await isSigned()).to.equal(false);
  });
});
