import { expect } from 'chai';
import { reference, routes } from '../../lib/api/index.ts';
import { boot, type Rollcall } from '../helper.ts';
import { Visitor } from '../web/visitor.ts';

/** Bytes of a page, as of those of the walk. */
const HEAVIEST = 60_000;
const parts = reference('http://localhost:8080');

describe('the reference of the API', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot();
    await app.bootstrap();
  });
  after(() => app.close());

  const page = async (path: string) => {
    const response = await fetch(app.url + path);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('lists every operation, for everybody, with a link to its description', async () => {
    const { status, headers, text } = await page('/api/v1');
    expect(status).to.equal(200);
    expect(headers.get('content-security-policy')).to.include("default-src 'none'");
    expect(Buffer.byteLength(text)).to.be.below(HEAVIEST);
    for (const { slug, endpoints } of parts)
      for (const { id } of endpoints) expect(text).to.include(`href="/api/v1/reference/${slug}#${id}"`);
    expect((await page('/api/v1/')).text.length).to.equal(text.length);
  });

  it('has a light page for each part, with what each operation takes and answers', async () => {
    expect(parts.flatMap(({ endpoints }) => endpoints)).to.have.length(routes.length);
    for (const { slug, endpoints } of parts) {
      const { status, text } = await page(`/api/v1/reference/${slug}`);
      expect([slug, status]).to.deep.equal([slug, 200]);
      expect(Buffer.byteLength(text), slug).to.be.below(HEAVIEST);
      for (const { id, method, path, scope, parameters } of endpoints) {
        const [, card = ''] = text.split(`id="${id}"`);
        for (const part of [
          `${method} ${path}`,
          `>${scope}<`,
          `Answer `,
          'curl',
          ...parameters.map(({ name }) => `<code>${name}</code>`),
        ])
          expect(card, `${id}: ${part}`).to.include(part);
      }
    }
  });

  it('writes types and examples from the schemas', () => {
    const found = parts.flatMap(({ endpoints }) => endpoints).find(({ id }) => id === 'subgroupCreate');
    expect(found?.example).to.equal(
      [
        'curl -X POST "http://localhost:8080/api/v1/groups/acme/groups" \\',
        '  -H "Authorization: Bearer $TOKEN" \\',
        "  -H 'Content-Type: application/json' \\",
        `  -d '{"slug":"slug"}'`,
      ].join('\n'),
    );
    expect(found?.parameters.find(({ name }) => name === 'slug')).to.include({
      place: 'body',
      type: 'string',
      isRequired: true,
    });
    const access = parts.flatMap(({ endpoints }) => endpoints).find(({ id }) => id === 'memberAccess');
    expect(access?.answer).to.include('access: "granted" | "none" | "saml_required"');
    expect(access?.answer).to.include('enforcement?: {\n    from: string\n    freshHours: number\n  }');
  });

  it('is linked from the account menu of every page, and from where tokens are made', async () => {
    const { slug, username, password } = await app.bootstrap();
    const visitor = new Visitor(app);
    await visitor.signIn(username, password ?? '');
    const links = async (path: string) => (await visitor.visit(path)).text.split('href="/api/v1"').length - 1;
    const group = `/groups/${slug}`;
    expect(await links(group)).to.equal(1);
    for (const path of ['/profile/tokens', `${group}/-/service-accounts`])
      expect(await links(path), path).to.equal(2);
  });

  it('answers 404 for an unknown part', async () => {
    expect((await page('/api/v1/reference/nothing')).status).to.equal(404);
  });
});
