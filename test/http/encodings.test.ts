import { expect } from 'chai';
import type { Resource } from '../../lib/scim/schema/types.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { logOf } from './fixture.ts';

type Encoding = 'latin1' | 'utf8' | 'utf16le';

let people = 0;

/** What a client declares, the bytes that it sends for `title`, and the title and leniencies that come of it. */
const read: readonly (readonly [
  title: string,
  charset: string | undefined,
  sent: Buffer,
  read: string,
  leniencies: readonly string[],
])[] = [
  ['ASCII, declared as ISO-8859-1', 'ISO-8859-1', Buffer.from('x'), 'x', ['charset-overruled']],
  ['UTF-8, declared as ISO-8859-1', 'iso-8859-1', Buffer.from('Müller'), 'Müller', ['charset-overruled']],
  ['UTF-8, declared as what nobody knows', 'bogus', Buffer.from('Müller'), 'Müller', ['charset-overruled']],
  ['UTF-8, declared as UTF-16', 'utf-16', Buffer.from('Müller'), 'Müller', ['charset-overruled']],
  ['UTF-8, declared so', '"UTF-8"', Buffer.from('Müller'), 'Müller', []],
  ['UTF-8, declared as utf8', 'utf8', Buffer.from('Müller'), 'Müller', []],
  ['UTF-8 that nobody declares', undefined, Buffer.from('Müller \u{1f600}'), 'Müller \u{1f600}', []],
  ['latin1, declared so', 'ISO-8859-1', Buffer.from('Müller', 'latin1'), 'Müller', ['charset-used']],
  ['windows-1252', 'Windows-1252', Buffer.from([0x80, 0x93, 0xe4, 0x94]), '€“ä”', ['charset-used']],
  ['ISO-8859-15', 'iso8859-15', Buffer.from([0xa4, 0xe4]), '€ä', ['charset-used']],
  ['KOI8-R', 'koi8-r', Buffer.from([0xed, 0xc9, 0xd2]), 'Мир', ['charset-used']],
  ['U+FFFD as UTF-8', 'utf-8', Buffer.from('M\ufffdller'), 'M\ufffdller', []],
];

const refused: readonly (readonly [title: string, charset: string | undefined, body: Buffer])[] = [
  ['latin1 that nobody declares', undefined, latin1('Müller')],
  ['latin1, declared as UTF-8', 'utf-8', latin1('Müller')],
  ['latin1, declared as what nobody knows', 'bogus', latin1('Müller')],
  ['latin1, declared as Shift_JIS', 'shift_jis', latin1('Müller')],
  ['half a UTF-8 character', undefined, Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xc3])])],
  ['a surrogate in UTF-8', undefined, body(Buffer.from([0xed, 0xa0, 0x80]))],
  ['a byte that the declared encoding lacks', 'iso-8859-8', body(Buffer.from([0xa1, 0xff]))],
  ['UTF-16 without a byte order mark', 'utf-16', Buffer.from('{"userName":"wide"}', 'utf16le')],
  ['UTF-16 with one', 'utf-16', Buffer.from('\ufeff{"userName":"wide"}', 'utf16le')],
  ['UTF-16 that nobody declares', undefined, Buffer.from('\ufeff{"userName":"wide"}', 'utf16le')],
  ['UTF-16, declared as latin1', 'iso-8859-1', Buffer.from('\ufeff{"userName":"wide"}', 'utf16le')],
];

/** A user whose title is these bytes. */
function body(title: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{"userName":"p${++people}","title":"`), title, Buffer.from('"}')]);
}

function latin1(title: string): Buffer {
  return body(Buffer.from(title, 'latin1'));
}

describe('the encoding of a body', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  async function send(
    method: string,
    path: string,
    bytes: Buffer,
    charset: string | undefined,
  ): Promise<{ status: number; body: Resource }> {
    const type = `application/json${charset === undefined ? '' : `; charset=${charset}`}`;
    const response = await fetch(tenant.scimUrl + path, {
      method,
      headers: { authorization: `Bearer ${tenant.scimToken}`, 'content-type': type },
      body: Uint8Array.from(bytes),
    });
    return { status: response.status, body: (await response.json()) as Resource };
  }

  for (const [title, charset, sent, expected, leniencies] of read)
    it(`is accepted: ${title}`, async () => {
      const reply = await send('POST', '/Users', body(sent), charset);
      expect([reply.status, reply.body.title]).to.deep.equal([201, expected]);
      const { body: again } = await tenant.scim('GET', `/Users/${reply.body.id}`);
      expect(again.title).to.equal(expected);
      const entry = (await logOf(app, tenant)).find(({ resourceId }) => resourceId === reply.body.id);
      expect(entry?.leniencies?.filter((each) => each !== 'schemas-missing')).to.deep.equal(leniencies);
    });

  for (const [title, charset, bytes] of refused)
    it(`is refused: ${title}`, async () => {
      const reply = await send('POST', '/Users', bytes, charset);
      expect([reply.status, reply.body.scimType]).to.deep.equal([400, 'invalidSyntax']);
      expect(reply.body.detail).to.match(/^The body is not well-formed UTF-8.* Send it as UTF-8\.$/);
    });

  it('is accepted with a byte order mark', async () => {
    const reply = await send('POST', '/Users', Buffer.from('\ufeff{"userName":"marked"}'), undefined);
    expect([reply.status, reply.body.userName]).to.deep.equal([201, 'marked']);
  });

  it('follows the same rules for PUT, PATCH, searches and bulk requests', async () => {
    const made = await send('POST', '/Users', body(Buffer.from('x')), undefined);
    const one = `/Users/${made.body.id}`;
    const { userName } = made.body;
    const patch = '{"op":"replace","path":"title","value":"Größe"}';
    const requests: readonly (readonly [method: string, path: string, text: string])[] = [
      ['PUT', one, `{"userName":"${userName}","title":"Größe"}`],
      ['PATCH', one, `{"Operations":[${patch}]}`],
      ['POST', '/Users/.search', '{"filter":"title eq \\"Größe\\""}'],
      ['POST', '/.search', '{"filter":"title eq \\"Größe\\""}'],
      [
        'POST',
        '/Bulk',
        `{"Operations":[{"method":"PATCH","path":"${one}","data":{"Operations":[${patch}]}}]}`,
      ],
    ];
    for (const [method, path, text] of requests) {
      const encoded = (encoding: Encoding) => Buffer.from(text, encoding);
      const statuses = await Promise.all([
        send(method, path, encoded('utf8'), 'ISO-8859-1'),
        send(method, path, encoded('latin1'), 'ISO-8859-1'),
        send(method, path, encoded('latin1'), undefined),
        send(method, path, encoded('utf16le'), 'utf-16'),
      ]);
      expect([path, ...statuses.map(({ status }) => status)]).to.deep.equal([path, 200, 200, 400, 400]);
    }
    expect((await tenant.scim('GET', one)).body.title).to.equal('Größe');
  });
});

describe('the character U+FFFD', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
  });
  after(() => app.close());

  it('is stored, returned, found and accepted like any other', async () => {
    const name = 'fffd@acme.test';
    const { status, body: made } = await tenant.scim('POST', '/Users', {
      userName: name,
      title: 'Ing\ufffdnieur',
      name: { familyName: 'M\ufffdller' },
    });
    expect(status).to.equal(201);
    const filters = ['title eq "Ing\ufffdnieur"', 'title co "\\ufffd"', 'name[familyName sw "m\ufffd"]'];
    for (const filter of filters) {
      const { body: found } = await tenant.scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([filter, found.totalResults]).to.deep.equal([filter, 1]);
      const searched = await tenant.scim('POST', '/Users/.search', { filter });
      expect(searched.body.totalResults).to.equal(1);
    }
    const again = await tenant.scim('PUT', `/Users/${made.id}`, made);
    expect([again.status, again.body.title]).to.deep.equal([200, 'Ing\ufffdnieur']);
    const ended = await tenant.scim('PATCH', `/Users/${made.id}`, {
      Operations: [
        { op: 'replace', path: 'title', value: '\ufffd' },
        { op: 'replace', path: 'active', value: false },
      ],
    });
    expect([ended.status, ended.body.title, ended.body.active]).to.deep.equal([200, '\ufffd', false]);
  });

  it('is allowed in an id', async () => {
    for (const path of ['/Users/%EF%BF%BD', '/Groups/%EF%BF%BD'])
      expect((await tenant.scim('GET', path)).status, path).to.equal(404);
  });
});

describe('bytes of a URL that are not UTF-8', () => {
  let app: Rollcall;
  let tenant: Tenant;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    await tenant.scim('POST', '/Users', { userName: 'M\ufffdller' });
  });
  after(() => app.close());

  for (const path of [
    '/Users?filter=userName%20eq%20%22M%FCller%22',
    '/Users?count=1&anything=%C3',
    '/Groups?sortBy=%FC',
    '/Schemas?x=%FC',
  ])
    it(`answer 400 invalidValue to ${path}`, async () => {
      const { status, body } = await tenant.scim('GET', path);
      expect([status, body.scimType]).to.deep.equal([400, 'invalidValue']);
      expect(body.detail).to.include('UTF-8');
    });

  it('never match another resource', async () => {
    for (const path of ['/Users/%FC', '/Groups/%C3'])
      expect((await tenant.scim('GET', path)).status, path).to.be.within(400, 404);
  });
});
