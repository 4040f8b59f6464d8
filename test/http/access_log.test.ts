import { expect } from 'chai';
import { pino } from 'pino';
import { Unavailable } from '../../lib/store/errors.ts';
import { boot, type Rollcall, type Tenant } from '../helper.ts';

interface Line {
  readonly level: number;
  readonly msg: string;
  readonly path: string;
  readonly status: number;
  readonly err?: { readonly stack: string };
  readonly reason?: string;
}

const { info, warn, error } = pino.levels.values;

describe('the log of requests', () => {
  let app: Rollcall;
  let tenant: Tenant;
  let lines: Line[];

  before(async () => {
    const write = (line: string) => lines.push(JSON.parse(line) as Line);
    lines = [];
    app = await boot({ logger: pino({}, { write }) });
    tenant = await app.bootstrap();
  });
  after(() => app.close());
  beforeEach(() => {
    lines = [];
  });

  const logged = () => lines.filter(({ path }) => path?.startsWith('/api/scim/'));

  async function withStore(failure: Error, ask: () => Promise<unknown>): Promise<void> {
    const { store } = app.services;
    const original = store.query;
    store.query = () => Promise.reject(failure);
    try {
      await ask();
    } finally {
      store.query = original;
    }
  }

  it('does not report a mistake of a client as an error of the service', async () => {
    expect((await tenant.scim('GET', '/Me')).status).to.equal(501);
    expect((await tenant.scim('GET', '/Users/nobody')).status).to.equal(404);
    expect(logged().map(({ level, status, err }) => [level, status, err])).to.deep.equal([
      [info, 501, undefined],
      [info, 404, undefined],
    ]);
  });

  it('has a response that was aborted after its start', async () => {
    const { body } = await tenant.scim('POST', '/Groups', { displayName: 'Endless' });
    const { store } = app.services;
    const original = store.snapshot.bind(store);
    store.snapshot = async () => {
      const snapshot = await original();
      let pages = 0;
      snapshot.list = async () => {
        pages += 1;
        if (pages > 10) throw new Unavailable('gone');
        const items = Array.from({ length: 500 }, () => ({ memberId: 'm', kind: 'User' }) as never);
        return { items, next: 'more' };
      };
      return snapshot;
    };
    try {
      const broken = await tenant.scim('GET', `/Groups/${body.id}`).catch((thrown: unknown) => thrown);
      expect(broken).to.be.instanceOf(Error);
    } finally {
      store.snapshot = original;
    }
    const line = lines.find(({ msg }) => msg === 'response aborted');
    expect([line?.level, line?.err?.stack.split('\n', 1)]).to.deep.equal([warn, ['Error: gone']]);
  });

  it('has the stack of an unexpected error', async () => {
    await withStore(new TypeError('broken'), () => tenant.scim('GET', '/Users'));
    const [line] = logged();
    expect([line?.level, line?.msg, line?.status]).to.deep.equal([error, 'request failed', 500]);
    expect(line?.err?.stack).to.include('TypeError: broken');
  });

  it('warns when the store does not answer, with the reason', async () => {
    const silence = new Unavailable('no answer', { cause: new Error('no primary') });
    await withStore(silence, () => tenant.scim('GET', '/Users'));
    const [line] = logged();
    expect([line?.level, line?.msg, line?.status]).to.deep.equal([warn, 'request failed', 503]);
    expect([line?.reason, line?.err]).to.deep.equal(['no answer: no primary', undefined]);
  });
});
