import { expect } from 'chai';
import { products } from './available.ts';
import { ann, type Idp, type Product } from './idp.ts';
import { responseIn, Scene, type Wishes } from './scene.ts';

interface Scenario {
  readonly title: string;
  readonly wishes?: Wishes;
  readonly fits?: (product: Product) => boolean;
  readonly play: (scene: Scene, idp: Idp, product: Product) => Promise<void>;
}

const PROFILE = 'https://rollcall.test/profile';

const scenarios: readonly Scenario[] = [
  {
    title: 'makes an account at the first sign-in',
    async play(scene) {
      const { url, status, text } = await scene.signIn();
      expect({ url, status }).to.deep.equal({ url: PROFILE, status: 200 });
      expect(text).to.contain(`${ann.givenName} ${ann.surname}`).and.to.contain(ann.email);
      const [account, ...more] = await scene.accounts();
      expect(account).to.match(new RegExp(`^${ann.email} `));
      expect(more).to.deep.equal([]);
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
    async play(scene) {
      expect(await scene.signIn()).to.include({ url: PROFILE, status: 200 });
      await scene.changeKeys();
      const refused = await scene.answer();
      expect(responseIn(refused)).to.equal('');
    },
  },
  {
    title: 'encrypts its assertions',
    wishes: { encrypt: true },
    fits: ({ weakEncryption }) => weakEncryption === undefined,
    async play(scene) {
      const browser = scene.browser();
      const answer = await scene.answer(browser);
      expect(responseIn(answer))
        .to.match(/<(\w+:)?EncryptedAssertion\b/)
        .and.not.to.match(/<(\w+:)?Assertion\b/);
      expect(await browser.submit(answer)).to.include({ url: PROFILE, status: 200 });
      expect(await scene.accounts()).to.have.length(1);
    },
  },
  {
    title: 'is refused for an encryption without authentication, the only one that it has',
    wishes: { encrypt: true },
    fits: ({ weakEncryption }) => weakEncryption !== undefined,
    async play(scene, _idp, { weakEncryption }) {
      const browser = scene.browser();
      const answer = await scene.answer(browser);
      expect(responseIn(answer)).to.contain(weakEncryption);
      expect((await browser.submit(answer)).url).to.contain('code=saml.weak_algorithm&');
      expect(await scene.accounts()).to.deep.equal([]);
    },
  },
  {
    title: 'takes a request by form',
    wishes: { signRequests: true, binding: 'post' },
    async play(scene) {
      expect(await scene.signIn()).to.include({ url: PROFILE, status: 200 });
      await scene.changeKeys();
      expect(responseIn(await scene.answer())).to.equal('');
    },
  },
  {
    title: 'changes its certificate',
    async play(scene, idp) {
      const late = await Scene.open(idp, {});
      try {
        await idp.announce();
        expect(await scene.readMetadata(idp)).to.equal(2);
        expect(await scene.signIn(), 'with the old one').to.include({ url: PROFILE, status: 200 });
        await idp.rollOver();
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
        const scene = await Scene.open(idp, wishes);
        try {
          await play(scene, idp, product);
        } finally {
          await scene.close();
        }
      });
    }
  });
}
