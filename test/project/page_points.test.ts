import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const root = join(import.meta.dirname, '../..');
const rows = [
  ...readFileSync(join(root, 'docs/pages.md'), 'utf8').matchAll(
    /^\| (\d+) \| [^|]+ \| [^|]+ \| `([\w./]+)`: (.+) \|$/gm,
  ),
].map(([, point, file = '', title = '']) => ({ point: Number(point), file, title }));

describe('the promises in docs/pages.md', () => {
  it('are numbered from 1 to 40', () => {
    expect(rows.map(({ point }) => point)).to.deep.equal(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  it('each name a test that exists', () => {
    const missing = rows.filter(({ file, title }) => {
      const path = join(root, file);
      return (
        !existsSync(path) || !/\b(it|describe)\(\s*$/.test(textBefore(readFileSync(path, 'utf8'), title))
      );
    });
    expect(missing).to.deep.equal([]);
  });
});

/** What stands before the quoted title; empty where it is not in the text. */
function textBefore(text: string, title: string): string {
  const at = ["'", '`', '"'].map((quote) => text.indexOf(quote + title + quote)).find((place) => place >= 0);
  return at === undefined ? '' : text.slice(0, at);
}
