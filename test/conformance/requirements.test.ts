import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { conformancePage } from '../../scripts/conformance_page.ts';
import { sources as files } from '../project/sources.ts';
import { sources, titleOf } from './requirements/index.ts';
import { Scene } from './requirements/scene.ts';

describe('the conformance statement', () => {
  let scene: Scene;

  before(async () => {
    scene = await Scene.open();
  });
  after(() => scene.close());

  for (const source of sources)
    describe(source.name, () => {
      for (const requirement of source.requirements)
        if ('check' in requirement) {
          const { check } = requirement;
          it(titleOf(source, requirement), () => check?.(scene));
        }
    });

  it('names only tests that exist', () => {
    const tests = files()
      .filter(({ path }) => path.startsWith('test/') && path.endsWith('.test.ts'))
      .map(({ text }) => text);
    const named = sources.flatMap(({ requirements }) =>
      requirements.flatMap((each) => ('test' in each ? [each.test] : [])),
    );
    const missing = named.filter(
      (title) =>
        !tests.some((text) => [`'${title}'`, `"${title}"`, `\`${title}\``].some((one) => text.includes(one))),
    );
    expect(missing).to.deep.equal([]);
  });

  it('states each requirement once', () => {
    const titles = sources.flatMap((source) => source.requirements.map((each) => titleOf(source, each)));
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).to.deep.equal([]);
  });

  it('is in docs/conformance.md as npm run docs writes it', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
    expect(page).to.equal(conformancePage(page));
  });
});
