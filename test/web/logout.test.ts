import { expect } from 'chai';
import { operate } from '../cli/operator.ts';
import { providerFor } from '../logout/stage.ts';
import { type GroupStage, stageGroup } from './group_stage.ts';
import { PASSWORD } from './people.ts';

const AT = '/groups/acme/-/single-sign-on/logout';
const wish = { issuer: 'https://acme.okta.test', jwksUrl: 'https://acme.okta.test/keys', audience: '' };

describe('the page about logout', () => {
  let stage: GroupStage;
  before(async () => {
    stage = await stageGroup();
    await providerFor(stage.app, stage.acme);
  });
  after(() => stage.app.close());

  const saved = (more: Record<string, string> = {}) =>
    stage.owner.send(`${AT}/issuer`, { ...wish, password: PASSWORD, ...more });

  it('is reached from single sign-on, and offers to enter the issuer', async () => {
    const { owner } = stage;
    expect((await owner.visit('/groups/acme/-/single-sign-on')).text).to.contain('Set up logout');
    expect((await owner.visit(AT)).text)
      .to.contain('Enter the issuer')
      .and.to.contain('Not set up');
  });

  it('saves the issuer with the password only, and then shows the addresses to copy', async () => {
    const { owner } = stage;
    await owner.visit(`${AT}/issuer`);
    const wrong = await saved({ password: 'wrong' });
    expect([wrong.status, wrong.text.includes('This is not your password.')]).to.deep.equal([422, true]);
    expect((await saved()).status).to.equal(303);
    const { text } = await owner.visit(AT);
    expect(text)
      .to.contain('data-copy="http://localhost:8080/api/oauth/groups/acme/revocation"')
      .and.to.contain('data-copy="http://localhost:8080/api/oauth/groups/acme/events"')
      .and.to.contain('https://acme.okta.test/keys')
      .and.to.contain('No message yet');
    expect((await owner.visit('/groups/acme/-/single-sign-on')).text).to.contain('Show logout');
    expect((await owner.visit(`${AT}/issuer`)).text).to.contain('value="https://acme.okta.test/keys"');
  });

  it('says what is wrong with an issuer, and keeps what was typed', async () => {
    for (const [more, problem] of [
      [{ jwksUrl: '' }, 'Give Issuer and JWKS URL, or SSF configuration URL.'],
      [
        { jwksUrl: 'https://127.0.0.1/keys' },
        'The JWKS URL cannot be used: 127.0.0.1 is not a public address.',
      ],
      [{ jwksUrl: 'http://acme.okta.test/keys' }, 'the URL must begin with https://'],
      [{ issuer: 'with space' }, 'characters without spaces'],
      [{ configurationUrl: 'https://acme.okta.test/ssf' }, 'not both'],
      [{ issuer: '', jwksUrl: '', configurationUrl: 'https://[::1]/ssf' }, 'is not a public address'],
    ] as const) {
      const { status, text } = await saved(more);
      expect([status, text.includes(problem)], problem).to.deep.equal([422, true]);
    }
  });

  it('shows a push token once', async () => {
    const { owner } = stage;
    await owner.visit(`${AT}/token`);
    expect((await owner.send(`${AT}/token`, { password: 'wrong' })).status).to.equal(422);
    const { text } = await owner.send(`${AT}/token`, { password: PASSWORD });
    const [, secret = ''] = /<code>(rce_\w{49})<\/code>/.exec(text) ?? [];
    expect(secret).to.not.equal('');
    const page = (await owner.visit(AT)).text;
    expect(page).to.contain(secret.slice(-4)).and.to.not.contain(secret);
    expect(page).to.contain('Replace the push token');
  });

  it('removes the issuer with the password', async () => {
    const { owner } = stage;
    expect((await owner.visit(`${AT}/remove`)).text).to.contain('Remove https://acme.okta.test?');
    expect((await owner.send(`${AT}/remove`, { password: 'wrong' })).status).to.equal(422);
    expect((await owner.send(`${AT}/remove`, { password: PASSWORD })).status).to.equal(303);
    expect((await owner.visit(AT)).text).to.contain('Not set up');
    for (const path of [`${AT}/remove`, `${AT}/token`])
      expect((await owner.visit(path)).status).to.equal(404);
  });

  it('is for owners alone', async () => {
    for (const path of ['', '/issuer', '/token', '/remove'])
      expect((await stage.member.visit(AT + path)).status, path).to.equal(403);
  });

  it('reads issuer and keys from an SSF configuration', async () => {
    const { services } = stage.app;
    const configuration = { issuer: 'https://ssf.test', jwks_uri: 'https://ssf.test/keys' };
    const outbound = {
      allowPrivate: false,
      get: async () => ({ status: 200, text: JSON.stringify(configuration) }) as const,
    };
    const shown = await operate({ ...services, outbound }, 'logout set', {
      group: 'acme',
      configurationUrl: 'https://ssf.test/.well-known/ssf-configuration',
    });
    expect(shown).to.include({ issuer: 'https://ssf.test', jwksUrl: 'https://ssf.test/keys' });
  });
});
