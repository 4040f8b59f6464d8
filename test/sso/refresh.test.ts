import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { type SamlProvider, samlProviders } from '../../lib/groups/saml_provider.ts';
import { type Fetched, OutboundError } from '../../lib/kernel/outbound.ts';
import { DAY, systemRuntime } from '../../lib/kernel/runtime.ts';
import { refreshDue } from '../../lib/sign_on/provider/refresh.ts';
import { nextRefresh } from '../../lib/sign_on/provider/refresh_times.ts';
import { all } from '../../lib/store/every.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type KeyPair, keyPair, sha256Of } from './fixture.ts';
import { idpMetadata } from './idp_metadata.ts';
import { assertionSigned, certificateOf, codeOf, post, type Scene, saying, scene, start } from './scene.ts';

const URL = 'https://idp.test/metadata.xml';

describe('the refresh of metadata', () => {
  let rollcall: Rollcall;
  let old: KeyPair;
  let fresh: KeyPair;
  let here: Scene;
  let now: number;
  const asked: (string | undefined)[] = [];

  before(async () => {
    rollcall = await boot();
    [old, fresh] = await Promise.all([keyPair(), keyPair()]);
  });
  after(() => rollcall.close());

  beforeEach(async () => {
    now = Date.now();
    here = await scene(rollcall, old, {}, [{ ...certificateOf(old), source: 'metadata' }]);
    await change((provider) => ({
      ...provider,
      metadata: { url: URL, failures: 0, etag: '"0"' },
      refreshAt: now,
    }));
    asked.length = 0;
  });
  afterEach(() => change(({ refreshAt: _done, ...provider }) => provider));

  async function change(work: (provider: SamlProvider) => SamlProvider): Promise<void> {
    const { store } = here.parts;
    await store.transaction(async (unit) => {
      const provider = await unit.get(samlProviders, here.provider.rootId, here.provider.id);
      if (provider) unit.update(samlProviders, work(provider));
    });
  }

  async function refresh(answer: string | Fetched | Error): Promise<SamlProvider> {
    const { parts, provider } = here;
    const store = unitStore(parts.store, { ...systemRuntime(), now: () => now });
    const get = async (_url: string, etag?: string): Promise<Fetched> => {
      asked.push(etag);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'string' ? { status: 200, text: answer, etag: '"1"' } : answer;
    };
    await refreshDue({ ...parts, store, outbound: { get, allowPrivate: false } });
    const saved = await parts.store.get(samlProviders, provider.rootId, provider.id);
    if (!saved) throw new Error('the provider is gone');
    return saved;
  }

  const states = ({ idp }: SamlProvider) =>
    idp?.certificates.map(({ sha256, state }) => [
      sha256 === sha256Of(old.certificate) ? 'old' : 'new',
      state,
    ]);

  it('sends the stored ETag, and keeps everything when nothing is new', async () => {
    const after = await refresh({ status: 304, text: '', etag: '"0"' });
    expect(asked).to.deep.equal(['"0"']);
    expect(states(after)).to.deep.equal([['old', 'active']]);
    expect(after.metadata).to.deep.equal({ url: URL, failures: 0, etag: '"0"', fetchedAt: now });
    expect(after.refreshAt).to.be.within(now + limits.samlRefreshMinMs, now + limits.samlRefreshMaxMs);
  });

  it('runs even if a clock that was ahead set the time', async () => {
    await change((provider) => ({ ...provider, refreshAt: now + 30 * DAY }));
    const after = await refresh({ status: 304, text: '' });
    expect(asked).to.have.length(1);
    expect(after.refreshAt).to.be.within(now + limits.samlRefreshMinMs, now + limits.samlRefreshMaxMs);
    await refresh({ status: 304, text: '' });
    expect(asked).to.have.length(1);
  });

  it('accepts a new certificate at once, and ends the old one some days later', async () => {
    const after = await refresh(idpMetadata({ certificates: [fresh.certificate] }));
    expect(states(after)).to.deep.equal([
      ['old', 'retiring'],
      ['new', 'active'],
    ]);
    expect(after.idp?.certificates[0]?.until).to.equal(now + limits.samlOverlapDays * DAY);
    for (const idp of [old, fresh]) {
      const signing = { ...here, idp, provider: after };
      const request = await start(signing);
      expect(
        await codeOf(post(signing, request, assertionSigned(signing, saying(signing, request)))),
      ).to.equal('accepted');
    }
    now += limits.samlOverlapDays * DAY;
    await change((provider) => ({ ...provider, refreshAt: now }));
    expect(states(await refresh(idpMetadata({ certificates: [fresh.certificate] })))).to.deep.equal([
      ['new', 'active'],
    ]);
  });

  it('reactivates a retiring certificate when the metadata has it again', async () => {
    await refresh(idpMetadata({ certificates: [fresh.certificate] }));
    await change((provider) => ({ ...provider, refreshAt: now }));
    expect(
      states(await refresh(idpMetadata({ certificates: [fresh.certificate, old.certificate] }))),
    ).to.deep.equal([
      ['old', 'active'],
      ['new', 'active'],
    ]);
  });

  it('keeps a certificate that was entered by hand', async () => {
    await change((provider) => ({
      ...provider,
      ...(provider.idp ? { idp: { ...provider.idp, certificates: [certificateOf(old)] } } : {}),
    }));
    expect(states(await refresh(idpMetadata({ certificates: [fresh.certificate] })))).to.deep.equal([
      ['old', 'active'],
      ['new', 'active'],
    ]);
  });

  it('never applies another entity ID, and asks the owner', async () => {
    const after = await refresh(
      idpMetadata({ entityId: 'https://evil.test', certificates: [fresh.certificate] }),
    );
    expect(after.metadata?.pendingEntityId).to.equal('https://evil.test');
    expect(after.idp).to.deep.equal(here.provider.idp);
    expect(states(after)).to.deep.equal([['old', 'active']]);
  });

  it('records another entity ID in the audit log, each one once', async () => {
    const { store } = here.parts;
    for (const name of ['one', 'one', 'two']) {
      await refresh(idpMetadata({ entityId: `https://${name}.test`, certificates: [fresh.certificate] }));
      now += limits.samlRefreshMaxMs;
    }
    const noted = await all(store, auditEntries, here.provider.rootId);
    const pending = noted.filter(({ action }) => action === 'saml_provider.entity_id_pending');
    expect(pending.map(({ detail }) => detail?.entityId)).to.have.members([
      'https://one.test',
      'https://two.test',
    ]);
  });

  for (const [what, answer] of [
    ['cannot be fetched', new OutboundError('unreachable', 'idp.test cannot be reached')],
    ['is a web page', '<html>Sign in</html>'],
    ['is over', idpMetadata({ validUntil: '2020-01-01T00:00:00Z' })],
    ['has no certificate', idpMetadata({})],
  ] as const) {
    it(`keeps the last good copy when the metadata ${what}, and retries sooner`, async () => {
      const after = await refresh(answer);
      expect(states(after)).to.deep.equal([['old', 'active']]);
      expect(after.metadata).to.include({ failures: 1, etag: '"0"' });
      expect(after.metadata?.problem).to.match(/\w/);
      expect(after.refreshAt).to.be.below(now + limits.samlRefreshMinMs);
    });
  }

  it('forgets the failures after a success', async () => {
    await refresh(new OutboundError('timeout', 'idp.test takes too long'));
    await change((provider) => ({ ...provider, refreshAt: now }));
    const after = await refresh({ status: 304, text: '' });
    expect(after.metadata).to.deep.equal({ url: URL, failures: 0, etag: '"0"', fetchedAt: now });
  });

  it('runs at random times', () => {
    const at = (chance: number) =>
      nextRefresh({ now: () => 0, random: (bytes) => Buffer.alloc(bytes, chance) });
    expect(at(0)).to.equal(limits.samlRefreshMinMs);
    expect(at(0xff)).to.be.within(limits.samlRefreshMaxMs - 1_000, limits.samlRefreshMaxMs);
  });

  it('skips providers that are not due', async () => {
    await change((provider) => ({ ...provider, refreshAt: now + 1 }));
    await refresh(idpMetadata({ certificates: [fresh.certificate] }));
    expect(asked).to.deep.equal([]);
  });
});
