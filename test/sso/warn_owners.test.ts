import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { type SamlProvider, samlProviders } from '../../lib/groups/saml_provider.ts';
import { OutboundError } from '../../lib/kernel/outbound.ts';
import { DAY } from '../../lib/kernel/runtime.ts';
import type { SpKey } from '../../lib/saml/connection.ts';
import { refreshProvider } from '../../lib/sign_on/provider/refresh.ts';
import { warnOfExpiry } from '../../lib/sign_on/provider/warn_owners.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { mailsTo, noMailServer } from '../web/visitor.ts';
import { type KeyPair, keyPair } from './fixture.ts';
import { idpMetadata } from './idp_metadata.ts';

const URL = 'https://idp.test/metadata.xml';

describe('mails to owners about single sign-on', () => {
  let app: Rollcall;
  let idp: KeyPair;
  let group: string;
  let rootId: string;
  let count = 0;

  before(async () => {
    app = await boot({ env: noMailServer });
    idp = await keyPair();
  });
  after(() => app.close());
  beforeEach(async () => {
    group = `warned-${++count}`;
    rootId = (await app.bootstrap(group)).groupId;
    await operate(app.services, 'saml set', {
      group,
      entityId: 'https://idp.test/metadata',
      ssoUrl: 'https://idp.test/sso',
      certificateFile: idp.certificate,
    });
  });
  afterEach(() => change(({ warnAt: _at, ...rest }) => rest));

  async function provider(): Promise<SamlProvider> {
    const found = await app.services.store.find(samlProviders, rootId, 'root', rootId);
    if (!found) throw new Error('there is no provider');
    return found;
  }

  function change(work: (provider: SamlProvider) => SamlProvider): Promise<void> {
    return app.services.store.transaction(async (unit) => {
      const found = await unit.find(samlProviders, rootId, 'root', rootId);
      if (found) unit.update(samlProviders, work(found));
    });
  }

  const told = async () => (await mailsTo(app, `owner@${group}.test`)).map(({ body }) => body);

  /** How many mails there are after the job has run at this time, twice. */
  async function mailsAt(now: number): Promise<number> {
    const { store, runtime } = app.services;
    const then = unitStore(store, { ...runtime, now: () => now });
    await warnOfExpiry(then);
    await warnOfExpiry(then);
    return (await told()).length;
  }

  describe('about what ends soon', () => {
    const END = Date.now() + 500 * DAY;
    const LATER = END + 500 * DAY;

    function lasting(certificates: readonly number[], keys: readonly Partial<SpKey>[] = []) {
      return change((before) => {
        const [only] = before.idp?.certificates ?? [];
        const [key] = before.keys ?? [];
        if (!before.idp || !only || !key) throw new Error('there is nothing to change');
        return {
          ...before,
          idp: {
            ...before.idp,
            certificates: certificates.map((notAfter, at) => ({ ...only, sha256: `c${at}`, notAfter })),
          },
          keys: keys.map((more, at) => ({ ...key, id: `${at}`, notAfter: END, ...more })),
        };
      });
    }

    it('are sent for the last certificate once per warning time', async () => {
      await lasting([END]);
      const counts: number[] = [];
      for (const days of [31, 30, 29, 15, 14, 13, 3, 2.5, 1, 0.5, -1, -40])
        counts.push(await mailsAt(END - days * DAY));
      expect(counts).to.deep.equal([0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4]);
      const [first = ''] = await told();
      expect(first).to.contain(`expires on ${new Date(END).toISOString().slice(0, 10)}`);
      expect(first).to.contain('Rollcall has no other certificate');
      expect((await provider()).warnAt).to.equal(undefined);
    });

    it('are sent once for all warning times that a long stop has missed', async () => {
      await lasting([END]);
      expect([await mailsAt(END - 31 * DAY), await mailsAt(END - 2 * DAY), await mailsAt(END)]).to.deep.equal(
        [0, 1, 2],
      );
      expect((await told()).at(-1)).to.contain('has expired on');
    });

    const quiet: readonly (readonly [what: string, certificates: number[], keys: Partial<SpKey>[]])[] = [
      ['a certificate beside one that lasts', [END, LATER], []],
      ['a key for which another was made', [LATER], [{}, { state: 'next', notAfter: LATER }]],
      ['a former key', [LATER], [{ state: 'former' }]],
    ];
    for (const [what, certificates, keys] of quiet)
      it(`are not sent for ${what}`, async () => {
        await lasting(certificates, keys);
        expect(await mailsAt(END - DAY)).to.equal(0);
      });

    it('are sent for a key without a successor for the same use, all in one mail', async () => {
      await lasting(
        [LATER],
        [{}, { use: 'decryption' }, { use: 'decryption', state: 'next', notAfter: LATER }],
      );
      expect(await mailsAt(END - DAY)).to.equal(1);
      const [mail = ''] = await told();
      expect(mail).to.contain('Rollcall’s signing key expires').and.not.contain('decryption');
      await lasting([END], [{}, { use: 'decryption' }]);
      await change((before) => ({ ...before, warnAt: 0 }));
      expect(await mailsAt(END - DAY)).to.equal(2);
      expect((await told()).at(-1))
        .to.contain('The certificate')
        .and.contain('Rollcall’s decryption key');
    });

    it('are decided again when something changes', async () => {
      await lasting([END, LATER]);
      expect(await mailsAt(END - 10 * DAY)).to.equal(0);
      for (const [name, args] of [
        ['saml certificate add', { certificateFile: idp.certificate }],
        ['saml keys rotate', {}],
      ] as const) {
        await change((before) => ({ ...before, warnAt: END }));
        await operate(app.services, name, { group, ...args });
        expect((await provider()).warnAt, name).to.be.at.most(Date.now());
      }
    });
  });

  describe('about metadata that cannot be applied', () => {
    beforeEach(() => change((before) => ({ ...before, metadata: { url: URL, failures: 0 } })));

    async function refresh(answer: string | Error): Promise<number> {
      const { store, runtime, secrets } = app.services;
      const get = async () => {
        if (answer instanceof Error) throw answer;
        return { status: 200, text: answer } as const;
      };
      const parts = { store, runtime, samlKey: secrets.samlKey, outbound: { get, allowPrivate: false } };
      await refreshProvider(parts, await provider());
      return (await told()).length;
    }
    const document = (entityId?: string) =>
      idpMetadata({ certificates: [idp.certificate], ...(entityId === undefined ? {} : { entityId }) });
    const failure = new OutboundError('timeout', 'idp.test takes too long');

    it('are sent once for repeated failures, until a fetch has succeeded', async () => {
      const counts: number[] = [];
      const answers = [failure, failure, failure, failure, document(), failure, failure, failure];
      for (const answer of answers) counts.push(await refresh(answer));
      expect(counts).to.deep.equal([0, 0, 1, 1, 1, 1, 1, 2]);
      expect((await told())[0]).to.contain(
        `${limits.samlRefreshFailures} times in a row: idp.test takes too`,
      );
    });

    it('are sent once for each new entity id', async () => {
      const counts: number[] = [];
      for (const name of ['a', 'a', 'b']) counts.push(await refresh(document(`https://${name}.test`)));
      counts.push(await refresh(failure), await refresh(document('https://b.test')));
      expect(counts).to.deep.equal([1, 1, 2, 2, 2]);
      expect((await told())[0]).to.contain('another entity id, https://a.test');
    });
  });
});
