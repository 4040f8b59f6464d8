import { expect } from 'chai';
import { boot, user } from '../helper.ts';

describe('stopping', () => {
  it('finishes what is in flight, refuses what comes later, and answers nothing by halves', async () => {
    const app = await boot();
    const tenant = await app.bootstrap();
    await tenant.scim('GET', '/Users');
    const sent = Array.from({ length: 30 }, (_, at) =>
      tenant.scim('POST', '/Users', user(`stop${at}@stop.test`)).then(
        ({ status }) => status,
        () => 'refused',
      ),
    );
    await sent[0];
    const closed = app.close();
    const answers = new Set(await Promise.all(sent));
    await closed;
    answers.delete('refused');
    expect([...answers]).to.deep.equal([201]);
    expect(await tenant.scim('GET', '/Users').then(String, () => 'refused')).to.equal('refused');
  });

  it('says so on /readyz, and /healthz goes on', async () => {
    const app = await boot();
    expect(await (await fetch(`${app.url}/healthz`)).json()).to.deep.equal({ status: 'ok' });
    expect(await (await fetch(`${app.url}/readyz`)).json()).to.deep.equal({ status: 'ok' });
    await app.services.store.close();
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { status: string }).status]).to.deep.equal([
      503,
      'unavailable',
    ]);
    await app.close().catch(() => undefined);
  });

  it('answers 503 and when to try again, once the store is closed', async () => {
    const app = await boot();
    const tenant = await app.bootstrap();
    await app.services.store.close();
    const { status, headers, body } = await tenant.scim('GET', '/Users');
    await app.close().catch(() => undefined);
    expect([status, headers.get('retry-after'), body.status]).to.deep.equal([503, '5', '503']);
  });
});
