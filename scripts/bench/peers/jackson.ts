import { createRequire } from 'node:module';
import { json } from 'node:stream/consumers';
import { serve } from '../ceilings/serve.ts';

/** As much of `@boxyhq/saml-jackson` as is used here. */
interface Jackson {
  controllers(options: object): Promise<{ readonly directorySyncController: DirectorySync }>;
}

interface DirectorySync {
  readonly directories: { create(directory: object): Promise<{ readonly data: Created }> };
  readonly requests: {
    handle(request: object): Promise<{ readonly status: number; readonly data: unknown }>;
  };
}

interface Created {
  readonly id: string;
  readonly scim: { readonly secret: string };
}

/** It reads the whole list to count it, and answers no longer page than it may read. */
const EVERYBODY = 10_000_000;

/** SCIM of one directory behind `node:http`: where the package is, and what it stores in. */
const [root = '', engine = 'mem', url = ''] = process.argv.slice(2);
const { controllers } = createRequire(root)('@boxyhq/saml-jackson') as Jackson;
const { directorySyncController: scim } = await controllers({
  externalUrl: 'http://127.0.0.1',
  samlPath: '/api/saml',
  noAnalytics: true,
  db: { engine, type: 'sqlite', url, pageLimit: EVERYBODY },
  logger: { info() {}, warn() {}, error() {} },
});
const { data: directory } = await scim.directories.create({
  ...{ name: 'bench', tenant: 'bench', product: 'bench', type: 'generic-scim-v2' },
});

serve(
  async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const [resourceType = '', resourceId] = pathname.slice(1).split('/');
    const { status, data } = await scim.requests.handle({
      ...{ method: request.method, directoryId: directory.id, resourceType, resourceId },
      apiSecret: request.headers.authorization?.slice('Bearer '.length) ?? null,
      body: request.headers['content-length'] === undefined ? undefined : await json(request),
      query: {
        filter: searchParams.get('filter') ?? undefined,
        count: numberOf(searchParams.get('count')),
        startIndex: numberOf(searchParams.get('startIndex')),
      },
    });
    const body = Buffer.from(JSON.stringify(data));
    response.writeHead(status, { 'Content-Type': 'application/scim+json', 'Content-Length': body.length });
    response.end(body);
  },
  { token: directory.scim.secret },
);

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}
