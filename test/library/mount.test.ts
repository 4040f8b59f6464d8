import { bodyParser } from '@koa/bodyparser';
import { expect } from 'chai';
import type Koa from 'koa';
import { createRollcall } from '../../lib/library.ts';
import type { Rollcall } from '../../lib/types/library.d.ts';
import { client, user } from '../helper.ts';
import { Visitor } from '../web/visitor.ts';
import { type Host, startHost } from './host.ts';

const home: Koa.Middleware = (ctx) => {
  ctx.body = `the product at ${ctx.url}`;
};

async function bootstrapped({ rollcall, url }: Host) {
  const made = await rollcall.perform('bootstrap', {
    group: 'acme',
    owner: 'ada@acme.test',
  });
  return { ...made, scim: client(url + new URL(made.scimUrl).pathname, made.scimToken) };
}

describe('Rollcall in a Koa app', () => {
  describe('at a path', () => {
    let host: Host;
    before(async () => {
      host = await startHost('http://localhost:8080/provisioning', (app, rollcall) => {
        app.use(async (ctx, next) => {
          await next();
          if (!ctx.headerSent) ctx.set('x-product', ctx.url);
        });
        app.use(rollcall.middleware());
        app.use(async (ctx, next) => {
          if (ctx.path !== '/who') return next();
          ctx.body = (await rollcall.signedIn(ctx)) ?? {};
        });
        app.use(home);
      });
    });
    after(() => host.close());

    it('answers below the path of publicUrl only, in its spelling', async () => {
      const at = async (path: string) => (await fetch(host.url + path, { redirect: 'manual' })).text();
      expect(await at('/provisioning/healthz')).to.equal('{"status":"ok"}');
      for (const path of ['/healthz', '/provisioninghealthz', '/Provisioning/healthz', '/api/v1/me'])
        expect(await at(path), path).to.equal(`the product at ${path}`);
      const response = await fetch(`${host.url}/provisioning?a=1`, { redirect: 'manual' });
      expect(response.headers.get('location')).to.match(/^\/provisioning\//);
    });

    it('answers errors itself, and none reaches the product', async () => {
      const refused = await fetch(`${host.url}/provisioning/api/scim/v2/groups/acme/Users`);
      expect(refused.status).to.equal(401);
      expect(refused.headers.get('www-authenticate')).to.include(
        'resource_metadata="http://localhost:8080/.well-known/oauth-protected-resource/provisioning/api/scim/v2/groups/acme"',
      );
      expect(host.errors).to.deep.equal([]);
    });

    it('tells the product who is signed in with a browser, and performs operations for it', async () => {
      const { scim, username, password } = await bootstrapped(host);
      expect((await scim('POST', '/Users', user('ann@acme.test'))).status).to.equal(201);
      const visitor = new Visitor({ url: `${host.url}/provisioning` });
      await visitor.signIn(username, password ?? '');
      const cookie = [...visitor.cookies].map((pair) => pair.join('=')).join('; ');
      const response = await fetch(`${host.url}/who`, { headers: { cookie } });
      const person = (await response.json()) as Record<string, unknown>;
      expect(person).to.include({ username, email: 'ada@acme.test' });
      expect(person).to.have.nested.property('groups[0].role', 'owner');
      const members = await host.rollcall.perform('memberList', { group: 'acme', limit: 1 });
      expect(members).to.have.property('next');
      const more = { group: 'acme', limit: 1, cursor: members.next ?? '' };
      expect(await host.rollcall.perform('memberList', more)).not.to.have.property('next');
      const missing = await host.rollcall.perform('groupShow', { group: 'nowhere' }).catch(codeOf);
      expect(missing).to.equal('not_found');
      const unknown = await host.rollcall
        .perform('constructor' as 'groupShow', { group: 'acme' })
        .catch(codeOf);
      expect(unknown).to.equal('invalid_arguments');
    });

    it('gives the product its log, with secrets masked', async () => {
      const refused = await client(
        `${host.url}/provisioning/api/scim/v2/groups/acme`,
        `rcs_${'A'.repeat(49)}`,
      )('GET', `/Users?filter=rcs_${'A'.repeat(49)}`);
      expect(refused.status).to.equal(401);
      const line = host.logged.find(({ msg, status }) => msg === 'request' && status === 401);
      expect(line).to.include({ level: 'info', path: '/api/scim/v2/groups/acme/Users' });
      expect(JSON.stringify(host.logged)).not.to.include('A'.repeat(49));
    });
  });

  it('at the root answers what the product before it does not', async () => {
    const host = await startHost('http://localhost:8080', (app, rollcall) => {
      app.use((ctx, next) => (ctx.path === '/' ? home(ctx, next) : next()));
      app.use(rollcall.middleware());
    });
    try {
      expect(await (await fetch(host.url)).text()).to.equal('the product at /');
      expect((await fetch(`${host.url}/api/scim/v2/groups/acme/Users`)).status).to.equal(401);
      expect(await (await fetch(`${host.url}/sign-in`)).text()).to.include('href="/assets/');
    } finally {
      await host.close();
    }
  });

  it('behind a middleware that takes the path away answers at the path as it was sent', async () => {
    const host = await startHost('http://localhost:8080/provisioning', (app, rollcall) => {
      app.use((ctx, next) => {
        ctx.path = ctx.path.replace('/provisioning', '');
        return next();
      });
      app.use(rollcall.middleware());
    });
    try {
      expect((await fetch(`${host.url}/provisioning/healthz`)).status).to.equal(200);
    } finally {
      await host.close();
    }
  });

  it('after a body parser throws an error that tells the product to use it before', async () => {
    const host = await startHost('http://localhost:8080/provisioning', (app, rollcall) => {
      app.use(bodyParser());
      app.use(rollcall.middleware());
    });
    try {
      const { scim } = await bootstrapped(host);
      const answer = await fetch(`${host.url}/provisioning/api/scim/v2/groups/acme/Users`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status).to.equal(500);
      expect(host.errors.join()).to.match(/before a body parser/);
      expect((await scim('GET', '/Users')).status).to.equal(200);
    } finally {
      await host.close();
    }
  });

  it('after close leaves the store to the next one', async () => {
    const host = await startHost('http://localhost:8080/provisioning', (app, rollcall) => {
      app.use(rollcall.middleware());
    });
    let again: Rollcall | undefined;
    try {
      const { scim } = await bootstrapped(host);
      const created = await scim('POST', '/Users', user('ann@acme.test'));
      await host.stop();
      await host.rollcall.close();
      again = await createRollcall(host.settings);
      const shown = await again.perform('memberList', { group: 'acme' });
      expect(JSON.stringify(shown)).to.include('ann');
      expect(created.status).to.equal(201);
    } finally {
      await again?.close();
      await host.stop();
    }
  });

  for (const [what, settings, sentence] of [
    [
      'an unknown setting',
      { publicURL: 'http://localhost' },
      'There is no setting publicURL. Choose from: publicUrl,',
    ],
    ['a wrong setting', { publicUrl: 'http://example.com' }, 'publicUrl must be https'],
    ['settings that need another', { smtpUrl: 'smtp://mail.test' }, 'mailFrom must be set when smtpUrl is'],
    ['what a process of its own needs', { port: 80 }, 'There is no setting port.'],
  ] as const)
    it(`${what} is refused with its name`, async () => {
      const refused = await createRollcall({ publicUrl: 'http://localhost', ...settings }).catch(String);
      expect(refused)
        .to.match(/^ConfigError/)
        .and.include(sentence);
    });
});

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
