import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { exportJWK } from 'jose';
import { freePort } from '../../scripts/scratch.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';
import { type Issuer, startIssuer } from '../oauth/issuer.ts';
import { newClient, newFederation } from '../oauth/stage.ts';
import { authlib } from './available.ts';
import { pythonProgram } from './driver.ts';

const program = process.env[authlib.variable];

for (const python of program ? [program] : [])
  describe('the token endpoint gives an access token to Authlib', function () {
    this.timeout(60_000);
    let app: Rollcall;
    let tenant: Tenant;
    let issuer: Issuer;

    before(async () => {
      // It names the token URL as the audience of its assertion.
      const PORT = String(await freePort());
      const PUBLIC_URL = `http://127.0.0.1:${PORT}`;
      app = await boot({ env: { PORT, PUBLIC_URL, ALLOW_PRIVATE_FETCH: 'true', NODE_ENV: 'test' } });
      tenant = await app.bootstrap();
      issuer = await startIssuer('ES256');
    });
    after(async () => {
      await issuer?.close();
      await app?.close();
    });

    async function token(asked: object): Promise<unknown> {
      const { program: file, args } = pythonProgram(python, 'authlib_token.py');
      const run = promisify(execFile)(file, args, { timeout: 50_000 });
      run.child.stdin?.end(JSON.stringify({ ...asked, scimUrl: tenant.scimUrl }));
      return JSON.parse((await run).stdout);
    }

    const given = { type: 'Bearer', scope: 'scim', status: 200 };

    for (const method of ['client_secret_post', 'client_secret_basic'])
      it(`with ${method}`, async () => {
        const copied = await newClient(app, tenant, { name: method });
        expect(await token({ ...copied, method })).to.deep.equal(given);
      });

    it('with private_key_jwt', async () => {
      const copied = await newFederation(app, tenant, { jwksUrl: issuer.jwksUrl });
      const { privateKey, jwk } = issuer.key();
      const key = { ...(await exportJWK(privateKey)), kid: jwk.kid };
      expect(await token({ ...copied, key, method: 'private_key_jwt' })).to.deep.equal(given);
    });
  });
