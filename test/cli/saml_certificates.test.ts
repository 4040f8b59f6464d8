import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { samlProviders } from '../../lib/groups/saml_provider.ts';
import { spUrls } from '../../lib/saml/connection.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair, sha256Of } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { assertionSigned, codeOf, post, type Scene, saying, start } from '../sso/scene.ts';
import { MetadataServer } from './metadata_server.ts';
import { operate, type Plain, refusal } from './operator.ts';

const OTHER = 'https://other.test/idp';

describe('the trusted certificates of an identity provider', () => {
  let app: Rollcall;
  const server = new MetadataServer();
  let url: string;
  let group: string;
  let rootId: string;
  let count = 0;
  let first: KeyPair;
  let second: KeyPair;
  let third: KeyPair;

  before(async () => {
    app = await boot({ env: { ALLOW_PRIVATE_FETCH: 'true' } });
    [first, second, third] = await Promise.all([keyPair(), keyPair(), keyPair()]);
    url = await server.start();
  });
  after(async () => {
    await app.close();
    await server.stop();
  });
  beforeEach(async () => {
    group = `trust-${++count}`;
    rootId = (await app.bootstrap(group)).groupId;
  });

  const run = (name: string, args: Plain = {}) => operate(app.services, `saml ${name}`, { group, ...args });
  const refused = async (name: string, args: Plain = {}) =>
    (await refusal(app.services, `saml ${name}`, { group, ...args })).message;
  const nameOf = (pair: KeyPair) => sha256Of(pair.certificate).slice(0, 12);

  function feed(pairs: readonly KeyPair[], entityId?: string): void {
    const certificates = pairs.map(({ certificate }) => certificate);
    server.document = idpMetadata({ certificates, ...(entityId === undefined ? {} : { entityId }) });
  }

  /** Retiring ones have a `-`, those by hand a `*`. */
  function shown({ certificates }: Plain): string[] {
    const names = new Map([first, second, third].map((pair, at) => [sha256Of(pair.certificate), at + 1]));
    return (certificates as { sha256: string; state: string; source: string }[]).map(
      ({ sha256, state, source }) =>
        `${names.get(sha256)}${state === 'retiring' ? '-' : ''}${source === 'manual' ? '*' : ''}`,
    );
  }

  const byHand = ({ certificate: certificateFile }: KeyPair, entityId = 'https://hand.test/idp') => ({
    entityId,
    ssoUrl: 'https://hand.test/sso',
    certificateFile,
  });

  /** The outcome of a response of an identity provider that is signed with this key. */
  async function answeredTo(idp: KeyPair, issuer: string): Promise<string> {
    const { store, secrets } = app.services;
    const provider = await store.find(samlProviders, rootId, 'root', rootId);
    if (!provider) throw new Error('there is no provider');
    const urls = spUrls('https://rollcall.test', provider, group);
    const parts = { store, samlKey: secrets.samlKey };
    const here: Scene = { parts, provider, urls, idp, callback: `/groups/${group}/-/saml/callback` };
    const request = await start(here);
    const said = saying(here, request, { issuer, assertionIssuer: issuer });
    return codeOf(post(here, request, assertionSigned(here, said)));
  }

  describe('after a change to another entity ID', () => {
    it('with certificate add include all given ones, or none', async () => {
      await run('set', byHand(first));
      const both = second.certificate + third.certificate;
      expect(shown(await run('certificate add', { certificateFile: both }))).to.deep.equal([
        '1*',
        '2*',
        '3*',
      ]);
      const audit = (await operate(app.services, 'audit list', { group })) as {
        entries: { action: string; detail: { certificate?: string } }[];
      };
      const added = audit.entries.find(({ action }) => action === 'saml_provider.certificate_added');
      expect(added?.detail.certificate).to.equal(
        [second, third].map(({ certificate }) => sha256Of(certificate)).join(', '),
      );
      expect(await answeredTo(third, 'https://hand.test/idp')).to.equal('accepted');
    });

    it('never include a private key: every command refuses it and stores nothing', async () => {
      const given = { ...byHand(first), certificateFile: first.certificate + first.key };
      for (const name of ['set', 'preview'])
        expect(await refused(name, given)).to.match(/it is a private key/);
      await run('set', byHand(first));
      expect(await refused('certificate add', { certificateFile: second.key })).to.match(
        /it is a private key/,
      );
      const provider = await app.services.store.find(samlProviders, rootId, 'root', rootId);
      const audit = await operate(app.services, 'audit list', { group });
      const [line = ''] = first.key.split('\n').slice(1);
      expect(JSON.stringify([provider, audit]))
        .to.not.contain(line)
        .and.not.contain('PRIVATE KEY');
    });

    it('by a metadata URL exclude those entered by hand', async () => {
      await run('set', byHand(first));
      expect(await answeredTo(first, 'https://hand.test/idp')).to.equal('accepted');
      feed([second], OTHER);
      expect(shown(await run('set', { metadataUrl: url }))).to.deep.equal(['2']);
      expect(await answeredTo(first, OTHER)).to.equal('saml.signature_invalid');
      expect(await answeredTo(first, 'https://hand.test/idp')).not.to.equal('accepted');
      expect(await answeredTo(second, OTHER)).to.equal('accepted');
    });

    it('by hand exclude those of the metadata, retiring ones included', async () => {
      feed([first]);
      await run('set', { metadataUrl: url });
      feed([second]);
      expect(shown(await run('refresh'))).to.deep.equal(['1-', '2']);
      expect(shown(await run('set', byHand(third, OTHER)))).to.deep.equal(['3*']);
      for (const former of [first, second])
        expect(await answeredTo(former, OTHER)).to.equal('saml.signature_invalid');
    });

    it('are refused if only the entity ID is given', async () => {
      await run('set', byHand(first));
      expect(await refused('set', { entityId: OTHER })).to.match(/A new entity id means a new identity prov/);
      expect(await answeredTo(first, OTHER)).to.equal('saml.issuer_mismatch');
    });
  });

  describe('exclude a removed one', () => {
    beforeEach(async () => {
      feed([first, second]);
      await run('set', { metadataUrl: url });
      await run('certificate remove', { certificate: nameOf(first) });
    });

    it('although the metadata lists it, which is shown', async () => {
      const after = await run('refresh');
      expect(shown(after)).to.deep.equal(['2']);
      expect((after.warnings as string[]).join()).to.match(/still lists the certificate/);
      const idp = (await run('show')).identityProvider as { entityId: string };
      expect(await answeredTo(first, idp.entityId)).to.equal('saml.signature_invalid');
      feed([second]);
      expect((await run('refresh')).warnings).to.deep.equal([]);
      feed([first, second]);
      expect(shown(await run('set', { metadataUrl: url }))).to.deep.equal(['2']);
      expect(shown(await run('set', { metadataFile: server.document }))).to.deep.equal(['2']);
    });

    it('until it is added by hand, and then keep it', async () => {
      const { certificate: certificateFile } = first;
      expect(shown(await run('certificate add', { certificateFile }))).to.deep.equal(['2', '1*']);
      const after = await run('refresh');
      expect(shown(after)).to.deep.equal(['2', '1*']);
      expect(after.warnings).to.deep.equal([]);
    });

    it('when metadata is applied that has no other', async () => {
      feed([first]);
      const after = await run('refresh');
      expect(after.outcome).to.equal('failed');
      expect(shown(after)).to.deep.equal(['2']);
      expect(await refused('set', { metadataFile: server.document })).to.match(/were removed here/);
      feed([first], OTHER);
      expect(await refused('set', { metadataUrl: url })).to.match(/were removed here/);
    });

    it('up to a limit of remembered ones', async () => {
      const { store } = app.services;
      await store.transaction(async (unit) => {
        const provider = await unit.find(samlProviders, rootId, 'root', rootId);
        if (!provider?.idp) throw new Error('there is no provider');
        const removed = Array.from({ length: limits.samlRemovedCertificates }, (_, at) => String(at));
        unit.update(samlProviders, { ...provider, idp: { ...provider.idp, removed } });
      });
      await run('certificate add', { certificateFile: third.certificate });
      await run('certificate remove', { certificate: nameOf(second) });
      const provider = await store.find(samlProviders, rootId, 'root', rootId);
      expect(provider?.idp?.removed).to.have.length(limits.samlRemovedCertificates);
      expect([provider?.idp?.removed?.[0], provider?.idp?.removed?.at(-1)]).to.deep.equal([
        '1',
        sha256Of(second.certificate),
      ]);
    });
  });

  it('keep one for good that is added by hand, although the metadata had it before', async () => {
    feed([first]);
    await run('set', { metadataUrl: url });
    feed([second]);
    expect(shown(await run('refresh'))).to.deep.equal(['1-', '2']);
    const { certificate: certificateFile } = first;
    expect(shown(await run('certificate add', { certificateFile }))).to.deep.equal(['1*', '2']);
    expect(shown(await run('refresh'))).to.deep.equal(['1*', '2']);
  });

  it('are never only retiring ones', async () => {
    feed([first]);
    await run('set', { metadataUrl: url });
    feed([second]);
    await run('refresh');
    expect(await refused('certificate remove', { certificate: nameOf(second) })).to.match(
      /last active certificate/,
    );
    expect(shown(await run('certificate approve'))).to.deep.equal(['2']);
  });
});
