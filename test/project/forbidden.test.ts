import { expect } from 'chai';
import { sources } from './sources.ts';

/** Words are put together here so that this file does not hold what it forbids. */
const word = (...parts: string[]) => parts.join('');

const everything = /./;
const code = /\.(tsx?|mjs)$/;
const shipped = /^(lib|config)\/.*\.tsx?$/;
const rules =
  /^lib\/(outbox|jobs|accounts|groups|domains|integrations|provisioning|sign_on|access|operations)\/.*\.ts$/;

const forbidden: readonly (readonly [what: string, where: RegExp, pattern: RegExp])[] = [
  ['a path of one machine', everything, /(^|[^\w.])\/(work|farm|root|home\/\w+|Users\/\w+\/(src|code))\//m],
  [
    'the host of a registry',
    everything,
    new RegExp(`${word('registry', '\\.npmjs')}|${word('pypi', '\\.org')}|${word('deb\\.', 'debian')}`),
  ],
  [
    'unfinished work',
    everything,
    new RegExp(
      `\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('HA', 'CK')})\\b|${word('not imple', 'mented')}`,
    ),
  ],
  [
    'an unchecked type',
    code,
    new RegExp(`\\bas ${word('a', 'ny')}\\b|: ${word('a', 'ny')}\\b|<${word('a', 'ny')}>`),
  ],
  [
    'a silenced compiler',
    code,
    new RegExp(`@ts-${word('ig', 'nore')}|@ts-${word('no', 'check')}|@ts-${word('expect', '-error')}`),
  ],
  [
    'a silenced linter',
    code,
    new RegExp(`${word('biome', '-ignore')}|${word('oxlint', '-disable')}|${word('eslint', '-disable')}`),
  ],
  [
    'a test that shuts out the others',
    code,
    new RegExp(`\\b(describe|context|it|suite|test)\\.${word('on', 'ly')}\\(`),
  ],
  [
    'a test that is switched off',
    code,
    new RegExp(
      `\\b(describe|context|it|suite|test)\\.${word('sk', 'ip')}\\(|\\bx(it|describe)\\(|\\bthis\\.${word('sk', 'ip')}\\(`,
    ),
  ],
  ['a clock beside the runtime', shipped, /\bDate\.now\(|\bnew Date\(\)/],
  ['chance beside the runtime', shipped, /\bMath\.random\(/],
  ['a transaction or a clock beside the unit', rules, /\btx\b|: Transaction\b|\bruntime: Runtime\b/],
  ['a child of the log, whose fields nothing masks', shipped, /\blog(ger)?\.child\(/],
];

const allowed: readonly (readonly [what: string, path: string])[] = [
  ['a clock beside the runtime', 'lib/kernel/runtime.ts'],
  ['a transaction or a clock beside the unit', 'lib/operations/services.ts'],
];

describe('the sources', () => {
  const files = sources();

  for (const [what, where, pattern] of forbidden) {
    it(`contain nowhere ${what}`, () => {
      const found = files
        .filter(
          ({ path }) => where.test(path) && !allowed.some(([rule, file]) => rule === what && file === path),
        )
        .flatMap(({ path, text }) => {
          const hit = pattern.exec(text);
          return hit ? [`${path}: ${hit[0].trim()}`] : [];
        });
      expect(found).to.deep.equal([]);
    });
  }
});
