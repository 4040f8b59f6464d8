import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { limits } from '../../config/limits.ts';
import { refusals } from '../../lib/http/refusals.ts';
import { remedies, samlCodes } from '../../lib/saml/saml_error.ts';
import * as scimErrors from '../../lib/scim/errors.ts';
import { leniencies } from '../../lib/scim/ingress/leniencies.ts';
import { configurationPage } from '../../scripts/configuration_page.ts';
import { eventsPage } from '../../scripts/events_page.ts';
import { guidePages } from '../../scripts/guide_pages.ts';
import { sources } from './sources.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = sources().filter(({ path }) => path.endsWith('.md'));

describe('the documentation', () => {
  it('docs/configuration.md is the output of npm run docs', () => {
    expect(read('docs/configuration.md')).to.equal(configurationPage());
  });

  it('docs/events.md is the output of npm run docs', () => {
    expect(read('docs/events.md')).to.equal(eventsPage());
  });

  it('docs/idp is the output of npm run docs', () => {
    const files = readdirSync(join(root, 'docs/idp')).map(
      (file) => [file, read(`docs/idp/${file}`)] as const,
    );
    expect(Object.fromEntries(files)).to.deep.equal(Object.fromEntries(guidePages()));
  });

  describe('docs/limits.md', () => {
    const rows = new Map(
      [...read('docs/limits.md').matchAll(/^\| `(\w+)` \| ([\d,]+) \| (.+) \|$/gm)].map(
        ([, name = '', value = '']) => [name, Number(value.replaceAll(',', ''))],
      ),
    );

    it('has every limit with its value, and no other row', () => {
      expect(Object.fromEntries(rows)).to.deep.equal(limits);
    });
  });

  it('docs/leniencies.md has every leniency with its meaning', () => {
    const rows = [...read('docs/leniencies.md').matchAll(/^\| `([\w.-]+)` \| (.+) \|$/gm)];
    expect(Object.fromEntries(rows.map(([, name, meaning]) => [name, meaning]))).to.deep.equal(leniencies);
  });

  it('docs/errors.md has every status and scimType in use', () => {
    const page = read('docs/errors.md');
    const code = sources()
      .filter(({ path }) => path.startsWith('lib/') && path !== 'lib/scim/errors.ts')
      .map(({ text }) => text)
      .join('\n');
    const missing = Object.entries(scimErrors).flatMap(([name, Kind]) => {
      if (name === 'ScimError' || !new RegExp(`\\b${name}\\b`).test(code)) return [];
      const { status, scimType = '' } = new (Kind as typeof scimErrors.NotFound)('x');
      const row = new RegExp(`^\\| [\\d, ]*${status}\\b.*${scimType}`, 'm');
      return row.test(page) ? [] : [`${name}: ${status} ${scimType}`];
    });
    expect(missing).to.deep.equal([]);
  });

  it('docs/errors.md has every code of a refusal with its status and scimType, and no other', () => {
    const section =
      read('docs/errors.md')
        .split(/^## /m)
        .find((part) => part.startsWith('Refusals\n')) ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` \| (\d+) \|(?: `(\w+)`)? \| [^|]+ \| [^|]+ \|$/gm)];
    const answers = Object.entries(refusals).map(([code, { status, scimType }]) => [code, status, scimType]);
    expect(rows.map(([, code, status, scimType]) => [code, Number(status), scimType])).to.deep.equal(answers);
  });

  it('docs/errors.md has every code of an invalid SAML response with its remedy', () => {
    const rows = [...read('docs/errors.md').matchAll(/^\| `(saml\.\w+)` \| ([^|]+) \|$/gm)];
    const text = new Map(rows.map(([, code = '', remedy]) => [code, remedy]));
    expect(samlCodes.map((code) => [code, text.get(code)])).to.deep.equal(Object.entries(remedies));
  });

  it('links to existing files and headings', () => {
    const dead = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(path, target))
        .map((target) => `${path}: ${target}`),
    );
    expect(dead).to.deep.equal([]);
  });
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  if (heading === undefined) return existsSync(join(root, path));
  return pages.some((page) => page.path === path && headingsOf(page.text).includes(heading));
}

/** As GitHub names them in addresses. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
