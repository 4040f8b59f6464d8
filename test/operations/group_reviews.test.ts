import { expect } from 'chai';
import { operate, type Plain } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { person, signedIn } from '../web/people.ts';
import type { Visitor } from '../web/visitor.ts';

const trust = {
  ...{ issuer: 'https://login.example/v2.0', jwksUrl: 'https://login.example/keys' },
  ...{ subject: 'subject', audience: 'api://app' },
};

describe('the list of what ends soon', () => {
  let app: Rollcall;
  let operator: Visitor;

  before(async () => {
    app = await boot();
    await app.bootstrap('acme');
    const account = await person(app);
    await operate(app.services, 'operator add', { account: account.username });
    operator = await signedIn(app, account);
  });
  after(() => app.close());

  const create = (kind: string, name: string, expiresIn: string) =>
    operate(app.services, 'credential create', {
      ...{ group: 'acme', kind, name, expiresIn },
      ...(kind === 'federation' ? trust : {}),
    });

  const kinds = ['token', 'client', 'federation'];

  it('names credentials of every kind, and none that ends later', async () => {
    for (const kind of kinds) {
      await create(kind, `Soon ${kind}`, '20d');
      await create(kind, `Later ${kind}`, '60d');
    }
    const { groups } = await operate(app.services, 'group review', {});
    const [{ endsSoon }] = groups as [{ endsSoon: Plain[] }];
    const soon = kinds.map((kind) => `Soon ${kind} of SCIM`);
    expect(endsSoon.map(({ name }) => name)).to.have.members(soon);
    const { text } = await operator.visit('/operator');
    for (const name of soon) expect(text).to.contain(name);
    expect(text).not.to.contain('Later');
    const { credentials } = await operate(app.services, 'group summary', { group: 'acme' });
    const listed = (credentials as Plain[]).map(({ kind, name }) => `${name} ${kind}`);
    for (const kind of kinds)
      expect(listed).to.include.members([`Soon ${kind} ${kind}`, `Later ${kind} ${kind}`]);
  });

  it('names none that has a successor', async () => {
    for (const kind of kinds)
      await operate(app.services, 'credential rotate', {
        group: 'acme',
        credential: `Soon ${kind}`,
        overlap: 24,
      });
    const { groups } = await operate(app.services, 'group review', {});
    expect(JSON.stringify(groups)).not.to.contain('of SCIM');
  });
});
