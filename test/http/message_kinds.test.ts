import { expect } from 'chai';
import { boot, type Reply, type Rollcall, type Tenant, user } from '../helper.ts';

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

describe('the schemas of a message', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let one: string;

  before(async () => {
    app = await boot();
    tenant = await app.bootstrap();
    one = `/Users/${(await tenant.scim('POST', '/Users', user('ann@acme.test'))).body.id}`;
  });
  after(() => app.close());

  let titles = 0;
  /** Sends each message with these schemas; a bulk request changes the user as the PATCH does. */
  async function sendAll(schemas: Readonly<Record<string, unknown>>, inner = {}): Promise<Reply[]> {
    const Operations = [{ op: 'replace', path: 'title', value: `T${++titles}` }];
    const inBulk = { method: 'PATCH', path: one, data: { ...inner, Operations } };
    return [
      await tenant.scim('PATCH', one, { ...schemas, Operations }),
      await tenant.scim('POST', '/Bulk', { ...schemas, Operations: [inBulk] }),
      await tenant.scim('POST', '/Users/.search', { ...schemas, filter: 'userName pr' }),
      await tenant.scim('POST', '/.search', { ...schemas, filter: 'userName pr' }),
    ];
  }

  const refused: readonly (readonly [title: string, schemas: Record<string, unknown>])[] = [
    ['of another message', { schemas: [`${MESSAGES}:ListResponse`] }],
    ['of an error', { schemas: [`${MESSAGES}:Error`] }],
    ['of another message as a text', { schemas: `${MESSAGES}:BulkResponse` }],
    ['of another message in other letter case', { Schemas: [`${MESSAGES}:listresponse`.toUpperCase()] }],
    ['of another message beside a resource', { schemas: [`${CORE}:User`, `${MESSAGES}:ListResponse`] }],
  ];
  for (const [title, schemas] of refused)
    it(`${title} answer 400 invalidSyntax, and nothing is changed`, async () => {
      const before = (await tenant.scim('GET', one)).body;
      for (const { status, body } of await sendAll(schemas)) {
        expect([status, body.scimType]).to.deep.equal([400, 'invalidSyntax']);
        expect(body.detail).to.match(/^The schemas name the message \w+\. Send a \w+ here\.$/);
      }
      expect((await tenant.scim('GET', one)).body).to.deep.equal(before);
    });

  it('of a PatchOp are refused in a bulk request and a search, and those of a BulkRequest in a PATCH', async () => {
    const asPatch = await sendAll({ schemas: [`${MESSAGES}:PatchOp`] });
    expect(asPatch.map(({ status }) => status)).to.deep.equal([200, 400, 400, 400]);
    const asBulk = await sendAll({ schemas: [`${MESSAGES}:BulkRequest`] });
    expect(asBulk.map(({ status }) => status)).to.deep.equal([400, 200, 400, 400]);
    const asSearch = await sendAll({ schemas: [`${MESSAGES}:SearchRequest`] });
    expect(asSearch.map(({ status }) => status)).to.deep.equal([400, 400, 200, 200]);
  });

  it('of another message refuse one operation of a bulk request', async () => {
    const [, bulk] = await sendAll({}, { schemas: [`${MESSAGES}:BulkRequest`] });
    expect(bulk?.body.Operations).to.have.nested.property('[0].status', '400');
  });

  const understood: readonly Record<string, unknown>[] = [
    {},
    { schemas: null },
    { schemas: [] },
    { schemas: '' },
    { schemas: [`${CORE}:Role`] },
    { schemas: ['urn:scim:schemas:core:1.0'] },
    { schemas: [5, {}] },
    { schemas: { toString: '' } },
    { schemas: [{ toString: null, valueOf: 1 }, [['x']]] },
    { schemas: [`${MESSAGES}:PatchOp`, `${MESSAGES}:BulkRequest`, `${MESSAGES}:SearchRequest`] },
  ];
  for (const schemas of understood)
    it(`are accepted as ${JSON.stringify(schemas)}`, async () => {
      const replies = await sendAll(schemas);
      expect(replies.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
    });
});
