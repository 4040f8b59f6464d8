import { expect } from 'chai';
import { products } from './available.ts';
import { ann, EMAIL, type Idp, type Product } from './idp.ts';
import { responseIn, Scene, type Wishes } from './scene.ts';

interface Scenario {
  readonly title: string;
  readonly wishes?: Wishes;
  readonly fits?: (product: Product) => boolean;
  readonly play: (scene: Scene, idp: Idp, product: Product) => Promise<void>;
}

const PROFILE = 'https://rollcall.localhost/profile';

const scenarios: readonly Scenario[] = [
  {
    title: 'makes an account at the first sign-in',
    async play(scene, _idp, { nameIdFormat = EMAIL, encrypts }) {
      const browser = scene.browser();
      const answer = await scene.answer(browser);
      expect(/<(\w+:)?EncryptedAssertion\b/.test(responseIn(answer)), 'encrypted').to.equal(
        encrypts === true,
      );
      const { url, status, text } = await browser.submit(answer);
      expect({ url, status }).to.deep.equal({ url: PROFILE, status: 200 });
      expect(text).to.contain(ann.email);
      const [account, ...more] = await scene.accounts();
      if (nameIdFormat === EMAIL) expect(account).to.match(new RegExp(`^${ann.email} `));
      expect(more).to.deep.equal([]);
    },
  },
  {
    title: 'links the account of a member who is signed in',
    async play(scene) {
      const { id, browser } = await scene.member();
      const { url, status, text } = await browser.submit(await scene.answer(browser));
      expect({ url, status }).to.deep.equal({ url: PROFILE, status: 200 });
      expect(text).to.contain('Your account is linked to');
      const [account = '', ...more] = await scene.accounts();
      expect(account.endsWith(` ${id}`)).to.equal(true);
      expect(more).to.deep.equal([]);
      expect(await scene.signIn()).to.include({ url: PROFILE, status: 200 });
      expect(await scene.accounts()).to.deep.equal([account]);
    },
  },
  {
    title: 'signs in to the same account again, in the same browser and in another one',
    async play(scene) {
      const browser = scene.browser();
      await scene.signIn(browser);
      const first = await scene.accounts();
      for (const again of [browser, scene.browser()]) {
        const { url, status } = await scene.signIn(again);
        expect({ url, status }).to.deep.equal({ url: PROFILE, status: 200 });
      }
      expect(first).to.have.length(1);
      expect(await scene.accounts()).to.deep.equal(first);
    },
  },
  {
    title: 'refuses an answer that is posted twice',
    async play(scene) {
      const browser = scene.browser();
      const answer = await scene.answer(browser);
      expect(await browser.submit(answer)).to.include({ url: PROFILE, status: 200 });
      expect((await browser.submit(answer)).url).to.match(/code=saml\.(request_unknown|replayed)&/);
    },
  },
  {
    title: 'refuses an answer in a browser that did not begin',
    async play(scene) {
      const answer = await scene.answer();
      const { url, status } = await scene.browser().submit(answer);
      expect(url).to.contain('code=saml.other_browser&');
      expect(status).to.equal(403);
    },
  },
  {
    title: 'answers signed requests only, where they must be signed',
    wishes: { signRequests: true },
    fits: ({ checksRequests }) => checksRequests === 'always',
    async play(scene) {
      expect(await scene.signIn()).to.include({ url: PROFILE, status: 200 });
      await scene.changeKeys();
      const refused = await scene.answer();
      expect(responseIn(refused)).to.equal('');
    },
  },
  {
    title: 'takes a request by form',
    wishes: { signRequests: true, binding: 'post' },
    async play(scene, _idp, { checksRequests }) {
      expect(await scene.signIn()).to.include({ url: PROFILE, status: 200 });
      if (!checksRequests) return;
      await scene.changeKeys();
      expect(responseIn(await scene.answer())).to.equal('');
    },
  },
  {
    title: 'ends a session by a pushed event',
    fits: ({ pushesEvents }) => pushesEvents === true,
    async play(scene, idp) {
      if (!idp.events) throw new Error('it pushes no events');
      const { configurationUrl, pushTo, signOut, changePassword } = idp.events;
      const { url, audience, secret } = await scene.takeEvents(configurationUrl);
      await pushTo(url, audience, `Bearer ${secret}`);
      for (const [end, event] of [
        [signOut, 'session-revoked'],
        [changePassword, 'credential-change'],
      ] as const) {
        const browser = scene.browser();
        expect(await scene.signIn(browser)).to.include({ url: PROFILE, status: 200 });
        await end();
        expect(await scene.nextEvent()).to.equal(event);
        expect((await browser.open(PROFILE)).url).to.contain('/sign-in');
      }
    },
  },
  {
    title: 'changes its certificate',
    fits: ({ changesCertificate }) => changesCertificate === true,
    async play(scene, idp, product) {
      if (!idp.certificates) throw new Error('it has one certificate only');
      const late = await Scene.open(idp, product, {});
      try {
        await idp.certificates.announce();
        expect(await scene.readMetadata(idp)).to.equal(2);
        expect(await scene.signIn(), 'with the old one').to.include({ url: PROFILE, status: 200 });
        await idp.certificates.rollOver();
        expect(await scene.signIn(), 'with both').to.include({ url: PROFILE, status: 200 });
        expect(await scene.readMetadata(idp), 'with one that retires').to.equal(2);
        expect(await scene.approve()).to.equal(1);
        expect(await scene.signIn(), 'with the new one').to.include({ url: PROFILE, status: 200 });
        expect((await late.signIn()).url, 'without it').to.contain('code=saml.signature_invalid&');
        expect(await scene.accounts()).to.have.length(1);
      } finally {
        await late.close();
      }
    },
  },
];

for (const product of products) {
  describe(`the identity provider ${product.name}`, function () {
    this.timeout(60_000);
    let idp: Idp | undefined;
    before(async function () {
      this.timeout(270_000);
      idp = await product.start();
    });
    after(() => idp?.stop());

    for (const { title, wishes = {}, play } of scenarios.filter(({ fits }) => fits?.(product) ?? true)) {
      it(title, async () => {
        if (!idp) throw new Error('it did not start');
        const scene = await Scene.open(idp, product, wishes);
        try {
          await play(scene, idp, product);
        } finally {
          await scene.close();
        }
      });
    }
  });
}
