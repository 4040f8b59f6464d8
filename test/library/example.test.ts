import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { client, type Tenant, user } from '../helper.ts';
import { type Place, type Product, productWith, rollcallOf, startProduct } from './packed.ts';

const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');

describe('the example of a product that has Rollcall in its Koa app', () => {
  let place: Place;
  let product: Product;
  let scim: Tenant['scim'];
  let made: { scimUrl: string; scimToken: string; username: string };

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(product.url + path, { headers });
    return { status: response.status, text: await response.text() };
  };

  before(async function () {
    this.timeout(120_000);
    place = await productWith('koa_app/app.mjs');
    product = await startProduct(place.product, '--port', '0', '--data', join(place.product, 'data'));
    const words = ['bootstrap', '--group', 'acme', '--owner', 'ada@acme.test', '--json'];
    made = JSON.parse(await rollcallOf(place.product, ...words)) as typeof made;
    const { pathname } = new URL(made.scimUrl);
    scim = client(product.url + pathname, made.scimToken);
  });
  after(() => place.remove());

  it('takes a command of its operator while it runs, and names addresses below its path', () => {
    expect(made.scimUrl).to.equal('http://localhost:3000/provisioning/api/scim/v2/groups/acme');
  });

  it('creates a user by SCIM below its path, and tells the product of the access', async () => {
    const created = await scim('POST', '/Users', user('ann@acme.test'));
    expect(created.status).to.equal(201);
    expect(created.headers.get('location')).to.equal(`${made.scimUrl}/Users/${created.body.id}`);
    const { status, text } = await get('/access/acme/ada');
    expect([status, JSON.parse(text)])
      .to.deep.include(200)
      .and.to.have.nested.property('1.role', 'owner');
  });

  it('serves SAML metadata, the token endpoint and its metadata, and pages', async () => {
    await rollcallOf(place.product, 'saml', 'set', 'acme', '--sp-entity-id', 'urn:acme:product');
    const saml = await get('/provisioning/groups/acme/-/saml/metadata');
    expect(saml.text).to.include('entityID="urn:acme:product"');
    expect(saml.text).to.include('Location="http://localhost:3000/provisioning/groups/acme/-/saml/callback"');
    const refused = await fetch(`${product.url}/provisioning/api/oauth/groups/acme/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'x', client_secret: 'y' }),
    });
    expect([refused.status, await refused.json()]).to.have.nested.property('1.error', 'invalid_client');
    const metadata = await get('/.well-known/oauth-authorization-server/provisioning/api/oauth/groups/acme');
    expect(JSON.parse(metadata.text)).to.include({
      issuer: 'http://localhost:3000/provisioning/api/oauth/groups/acme',
    });
    expect((await get('/provisioning/sign-in')).text).to.include('action="/provisioning/sign-in"');
  });

  it('leaves every other path to the product, with its bodies and its errors', async () => {
    expect(await get('/')).to.deep.equal({ status: 200, text: '{"product":"home"}' });
    expect(await get('/provisioned')).to.include({ status: 404 });
    expect(await get('/who')).to.include({ text: '{"product":"nobody"}' });
    expect((await get('/failing')).text).to.include('a fault of the product');
    const response = await fetch(`${product.url}/notes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(await response.json()).to.deep.equal({ noted: { a: 1 } });
  });

  it('fits the types of the package', async function () {
    this.timeout(120_000);
    const options = {
      ...{ module: 'nodenext', target: 'es2023', types: ['node'], strict: true, noEmit: true },
      ...{ allowJs: true, checkJs: true, exactOptionalPropertyTypes: true },
    };
    await writeFile(
      join(place.product, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['app.mjs'] }),
    );
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', place.product]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).to.equal('');
  });

  it('leaves nothing after close that keeps the process alive', async () => {
    expect(await product.stop()).to.equal(0);
  });
});
