import { expect } from 'chai';
import { commandNamed } from '../../lib/cli/commands.ts';
import { plain } from '../../lib/cli/terminal/paint.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { MetadataServer } from './metadata_server.ts';
import { operate, type Plain, refusal } from './operator.ts';

describe("the source of an identity provider's settings", () => {
  let app: Rollcall;
  const server = new MetadataServer();
  let url: string;
  let group: string;
  let rootId: string;
  let count = 0;
  let first: KeyPair;

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true' } });
    first = await keyPair();
    server.document = idpMetadata({ certificates: [first.certificate] });
    url = await server.start();
  });
  after(async () => {
    await app.close();
    await server.stop();
  });
  beforeEach(async () => {
    group = `source-${++count}`;
    rootId = (await app.bootstrap(group)).groupId;
  });

  const run = (name: string, args: Plain = {}) => operate(app.services, `saml ${name}`, { group, ...args });
  const refused = async (name: string, args: Plain = {}) =>
    (await refusal(app.services, `saml ${name}`, { group, ...args })).message;

  const provider = () => app.services.store.find(samlProviders, rootId, 'root', rootId);

  describe('a metadata URL is removed', () => {
    const cases: readonly (readonly [what: string, args: () => Plain, ssoUrl: string])[] = [
      ['for a sign-on URL by hand', () => ({ ssoUrl: 'https://hand.test/sso' }), 'https://hand.test/sso'],
      [
        'for an entity id by hand',
        () => ({
          entityId: 'https://hand.test/idp',
          ssoUrl: 'https://hand.test/sso',
          certificateFile: first.certificate,
        }),
        'https://hand.test/sso',
      ],
      [
        'for metadata as a document',
        () => ({ metadataFile: server.document }),
        'https://idp.test/sso/redirect',
      ],
      ['for nothing', () => ({ metadataUrl: '' }), 'https://idp.test/sso/redirect'],
    ];
    for (const [what, args, ssoUrl] of cases)
      it(`${what}, and other settings stay`, async () => {
        await run('set', { metadataUrl: url });
        const changed = await run('set', args());
        expect(changed.formerMetadataUrl).to.equal(url);
        expect(commandNamed('saml set')?.text(changed, plain)).to.match(/no longer fetched/);
        expect(await provider()).not.to.have.any.keys('metadata', 'refreshAt');
        expect(await refused('refresh')).to.match(/no metadata URL/);
        expect((await run('show')).identityProvider).to.include({ ssoUrl });
        await run('set', { metadataUrl: url });
        expect(await provider()).to.include.keys('metadata', 'refreshAt');
      });
  });

  it('a metadata URL stays when only a certificate, a binding or a setting is given', async () => {
    await run('set', { metadataUrl: url });
    for (const args of [{ certificateFile: first.certificate }, { binding: 'post' }, { jit: true }]) {
      const changed = await run('set', args);
      expect(changed.formerMetadataUrl).to.equal(undefined);
      expect(changed.metadata).to.include({ url });
    }
  });

  it('a metadata URL together with values by hand is refused', async () => {
    for (const args of [{ entityId: 'https://hand.test/idp' }, { ssoUrl: 'https://hand.test/sso' }])
      for (const name of ['set', 'preview'])
        expect(await refused(name, { metadataUrl: url, ...args })).to.match(/Give either a metadata URL/);
  });

  const good = { entityId: 'https://hand.test/idp', ssoUrl: 'https://hand.test/sso' };
  const wrong: readonly (readonly [args: Plain, why: RegExp])[] = [
    [{ entityId: 'a b c' }, /entity id/],
    [{ ssoUrl: 'javascript:alert(1)' }, /cannot be a sign-on URL/],
    [{ ssoUrl: 'http://hand.test/sso' }, /cannot be a sign-on URL/],
    [{ certificateFile: 'hello' }, /certificate cannot be used/],
  ];
  for (const [args, why] of wrong)
    it(`${JSON.stringify(args)} by hand is refused in a preview and when saving`, async () => {
      const given = { ...good, certificateFile: first.certificate, ...args };
      for (const name of ['preview', 'set']) expect(await refused(name, given)).to.match(why);
    });

  it('a preview tells how to ask for a persistent NameID if the provider may send a transient one', async () => {
    const FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:';
    const looked = async (...nameIdFormats: string[]) => {
      const words = { certificates: [first.certificate], nameIdFormats };
      const { warnings } = await run('preview', { metadataFile: idpMetadata(words) });
      return (warnings as string[]).join();
    };
    expect(await looked(`${FORMAT}transient`)).to.contain(`--name-id-format ${FORMAT}persistent`);
    expect(await looked(`${FORMAT}transient`, 'urn:x')).to.contain('--name-id-format urn:x');
    expect(await looked('urn:x')).to.equal('');
    await run('set', { metadataUrl: url, nameIdFormat: 'urn:x' });
    expect(await looked(`${FORMAT}transient`)).to.equal('');
  });

  it('settings that cannot be saved cannot be previewed', async () => {
    for (const name of ['preview', 'set']) expect(await refused(name, good)).to.match(/Give the metadata of/);
    expect(await refused('preview', { metadataUrl: '' })).to.match(/Give metadata as/);
  });
});
