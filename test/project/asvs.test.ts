import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

const project = join(import.meta.dirname, '../..');

/** How many requirements each section of each chapter of ASVS 5.0.0 has. */
const counts: readonly (readonly number[])[] = [
  [2, 10, 12, 3, 3],
  [3, 3, 5, 2],
  [1, 3, 5, 8, 8, 1, 5],
  [5, 5, 2, 4],
  [1, 6, 3, 3],
  [3, 12, 8, 6, 8, 4, 2, 4],
  [3, 4, 2, 5, 3, 2],
  [4, 4, 3, 2],
  [3, 4],
  [2, 3, 5, 16, 5, 2, 3],
  [4, 5, 5, 4, 2, 2, 2],
  [5, 2, 5],
  [4, 6, 4, 7],
  [2, 8, 3],
  [5, 5, 7, 4],
  [1, 5, 4, 3, 4],
  [2, 8, 2],
];

const requirements = counts.flatMap((sections, chapter) =>
  sections.flatMap((many, section) =>
    Array.from({ length: many }, (_, at) => `${chapter + 1}.${section + 1}.${at + 1}`),
  ),
);

const ROW =
  /^\| (?<from>[\d.]+)(?:–(?<to>[\d.]+))? \| [123](?:–[23])? \| [^|]+ \|(?: [^|]+)? \|(?: (?<tests>[^|]+))? \| (?<state>met|operator|deviates|n\/a) \|$/;

describe('docs/asvs.md', () => {
  let rows: readonly { readonly from: string; readonly to: string; readonly tests: string }[];

  before(async () => {
    const lines = (await readFile(join(project, 'docs/asvs.md'), 'utf8')).split('\n');
    rows = lines
      .filter((line) => line.startsWith('| ') && !line.startsWith('| |'))
      .map((line) => {
        const { from = line, to = from, tests = '' } = ROW.exec(line)?.groups ?? {};
        return { from, to, tests };
      });
  });

  it('has every requirement once, in order', () => {
    const named = rows.flatMap(({ from, to }) =>
      from === to ? [from] : requirements.slice(requirements.indexOf(from), requirements.indexOf(to) + 1),
    );
    expect(named).to.deep.equal(requirements);
  });

  it('names tests that exist', async () => {
    const named = rows.flatMap(({ tests }) =>
      [...tests.matchAll(/`(test\/[^`]+)`/g)].map(([, path = '']) => path),
    );
    expect(named.length).to.be.greaterThan(150);
    for (const path of new Set(named)) await access(join(project, path));
  });
});
