import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { loadConfig } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { isPublic, OutboundError, type OutboundOptions, outbound } from '../../lib/kernel/outbound.ts';

const privateAddresses = [
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '192.0.2.1', '198.51.100.7', '203.0.113.9', '198.18.0.1', '192.0.0.8'],
  ...['224.0.0.1', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
  ...['::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1', '::ffff:127.0.0.1'],
  ...[
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001::1',
    '100::1',
    '::127.0.0.1',
  ],
];
const publicAddresses = ['1.1.1.1', '8.8.8.8', '172.32.0.1', '2606:4700:4700::1111', '::ffff:8.8.8.8'];

async function codeOf(url: string, options: OutboundOptions = {}): Promise<string> {
  try {
    await outbound(options).get(url);
    return 'fetched';
  } catch (error) {
    if (error instanceof OutboundError) return error.code;
    throw error;
  }
}

describe('an outbound request', () => {
  describe('never reaches a private address:', () => {
    for (const address of privateAddresses) {
      it(`${address}, by name and as a literal`, async () => {
        const family = address.includes(':') ? 6 : 4;
        const resolve = async () => [{ address, family }];
        const mixed = async () => [{ address: '1.1.1.1', family: 4 }, ...(await resolve())];
        const literal = family === 6 ? `[${address}]` : address;
        expect(isPublic(address)).to.equal(false);
        expect(await codeOf('https://idp.test/metadata', { resolve })).to.equal('private_address');
        expect(await codeOf('https://idp.test/metadata', { resolve: mixed })).to.equal('private_address');
        expect(await codeOf(`https://${literal}/metadata`)).to.equal('private_address');
      });
    }

    for (const host of [
      '127.1',
      '2130706433',
      '0x7f.1',
      '0177.0.0.1',
      '0x7f000001',
      '127.0.0.1.',
      '127。0。0。1',
    ]) {
      it(`${host}, which embeds one`, async () =>
        expect(await codeOf(`https://${host}/`)).to.equal('private_address'));
    }

    it('localhost, with and without a dot', async () => {
      expect(await codeOf('https://localhost/')).to.equal('private_address');
      expect(await codeOf('https://localhost./')).to.equal('private_address');
    });
  });

  for (const address of publicAddresses) {
    it(`is allowed to ${address}`, () => expect(isPublic(address)).to.equal(true));
  }

  const refused: readonly (readonly [url: string, code: string])[] = [
    ['hello', 'not_a_url'],
    ['http://idp.test/', 'not_https'],
    ['ftp://idp.test/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['data:text/xml,<a/>', 'not_https'],
    ['https://user:pw@idp.test/', 'credentials'],
    ['https://idp.test:8443/', 'port'],
    ['https://idp.test:22/', 'port'],
  ];
  for (const [url, code] of refused) {
    it(`refuses ${url}`, async () => expect(await codeOf(url)).to.equal(code));
  }

  it('reports a name without an address', async () => {
    expect(await codeOf('https://idp.test/', { resolve: async () => [] })).to.equal('unresolvable');
    const fails = async () => {
      throw new Error('ENOTFOUND');
    };
    expect(await codeOf('https://idp.test/', { resolve: fails })).to.equal('unresolvable');
  });

  describe('is limited', () => {
    let server: Server;
    let url: string;
    const answers: Record<string, RequestListener> = {
      '/sound': (request, response) => {
        if (request.headers['if-none-match'] === '"1"') response.writeHead(304, { etag: '"1"' }).end();
        else response.writeHead(200, { etag: '"1"' }).end('hello');
      },
      '/utf-16': (_request, response) => response.end(Buffer.from('\ufeffgrün', 'utf16le')),
      '/redirect': (_request, response) => response.writeHead(302, { location: '/sound' }).end(),
      '/missing': (_request, response) => response.writeHead(404).end(),
      '/huge': (_request, response) => response.end('x'.repeat(limits.fetchedBytes + 1)),
      '/endless': (_request, response) => {
        response.writeHead(200);
        const chunk = 'x'.repeat(65_536);
        const more = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', more);
        more();
      },
      '/silent': () => undefined,
      '/cut': (_request, response) => {
        response.writeHead(200, { 'content-length': '10' });
        response.write('x', () => response.destroy());
      },
    };

    before((done) => {
      server = createServer((request, response) => answers[request.url ?? '']?.(request, response));
      server.listen(0, '127.0.0.1', () => {
        url = `http://localhost:${(server.address() as AddressInfo).port}`;
        done();
      });
    });
    after((done) => {
      server.closeAllConnections();
      server.close(done);
    });

    it('and returns the document and its ETag', async () => {
      const { get } = outbound({ allowPrivate: true });
      expect(await get(`${url}/sound`)).to.deep.equal({ status: 200, text: 'hello', etag: '"1"' });
      expect(await get(`${url}/sound`, '"1"')).to.deep.equal({ status: 304, text: '', etag: '"1"' });
    });

    it('and reads UTF-16 with a byte order mark', async () => {
      const { text } = await outbound({ allowPrivate: true }).get(`${url}/utf-16`);
      expect(text).to.equal('grün');
    });

    for (const [path, code] of [
      ['redirect', 'redirect'],
      ['missing', 'status'],
      ['huge', 'too_large'],
      ['endless', 'too_large'],
      ['silent', 'timeout'],
      ['cut', 'unreachable'],
    ] as const) {
      it(`and fails for ${path} with ${code}`, async () =>
        expect(await codeOf(`${url}/${path}`, { allowPrivate: true })).to.equal(code)).timeout(10_000);
    }

    it('and cannot reach this server without the switch for tests', async () => {
      expect(await codeOf(url)).to.equal('not_https');
    });
  });

  it('has a switch for tests that is off in production', () => {
    const env = { DATA_DIR: '/nonexistent/rollcall', ALLOW_PRIVATE_FETCH: 'true' };
    expect(() => loadConfig({ ...env, NODE_ENV: 'production' })).to.throw(/ALLOW_PRIVATE_FETCH is for tests/);
    expect(() => loadConfig({ ...env, PUBLIC_URL: 'https://rollcall.acme.test' })).to.throw(
      /ALLOW_PRIVATE_FETCH is for tests/,
    );
  });
});
