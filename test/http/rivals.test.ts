import { expect } from 'chai';
import { DuplicateKey, Unavailable, VersionConflict } from '../../lib/store/errors.ts';
import { boot, type Rollcall, type Tenant, user } from '../helper.ts';
import { type Copied, exchanged, newClient } from '../oauth/stage.ts';
import { person, signedIn } from '../web/people.ts';
import type { Visitor } from '../web/visitor.ts';

/** What remains when a unit of work has been repeated in vain. */
const failures = [
  { title: 'rivals change the same document each time', error: new VersionConflict('groups', 'x') },
  {
    title: 'rivals take the same unique value each time',
    error: new DuplicateKey('accounts', 'username', 'x'),
  },
  { title: 'the store does not answer', error: new Unavailable('the store is gone') },
] as const;

describe('a write', () => {
  let app: Rollcall;
  let acme: Tenant;
  let copied: Copied;
  let visitor: Visitor;

  before(async () => {
    app = await boot();
    acme = await app.bootstrap();
    copied = await newClient(app, acme);
    visitor = await signedIn(app, await person(app));
  });
  after(() => app.close());

  async function failing<T>(error: Error, ask: () => Promise<T>): Promise<T> {
    const { store } = app.services;
    const { transaction } = store;
    store.transaction = () => Promise.reject(error);
    try {
      return await ask();
    } finally {
      store.transaction = transaction;
    }
  }

  for (const { title, error } of failures)
    describe(`while ${title}`, () => {
      it('of SCIM is answered 503 with Retry-After', async () => {
        const { status, headers } = await failing(error, () =>
          acme.scim('POST', '/Users', user(`ann@${acme.slug}.test`)),
        );
        expect([status, headers.has('retry-after')]).to.deep.equal([503, true]);
      });

      it('of the token endpoint is answered 503 temporarily_unavailable', async () => {
        const { status, body } = await failing(error, () => exchanged(copied));
        expect([status, body.error]).to.deep.equal([503, 'temporarily_unavailable']);
      });

      it('of a page is answered 503 by a page that promises nothing about the change', async () => {
        const { status, headers, text } = await failing(error, () =>
          visitor.send('/profile/names', { username: 'ann-ames', name: 'Ann' }),
        );
        expect([status, headers.has('retry-after')]).to.deep.equal([503, true]);
        expect(text).not.to.include('Nothing was changed');
      });
    });
});
