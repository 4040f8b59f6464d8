import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../..');
const ROW = /^\| (?<promise>[^|]+) \| `(?<file>test\/[\w/.]+)`: (?<title>.+) \|$/;

describe('docs/promises.md', () => {
  it('names a test that exists for every promise', async () => {
    const text = await readFile(join(project, 'docs/promises.md'), 'utf8');
    const rows = text
      .split('\n')
      .filter((line) => /^\| (?!promise |-)/.test(line) && !line.startsWith('|---'));
    expect(rows.length).to.be.greaterThan(40);
    const missing = [];
    for (const row of rows) {
      const { file = '', title = '' } = ROW.exec(row)?.groups ?? {};
      const source = file && (await readFile(join(project, file), 'utf8').catch(() => ''));
      if (!file || !['it', 'describe'].some((word) => names(source, word, title))) missing.push(row);
    }
    expect(missing).to.deep.equal([]);
  });
});

/** Whether a source has a test or a group of tests with a title. */
function names(source: string, word: string, title: string): boolean {
  return ["'", '"', '`'].some(
    (quote) =>
      source.includes(`${word}(${quote}${title}${quote}`) ||
      source.includes(`${word}(\n      ${quote}${title}`),
  );
}
