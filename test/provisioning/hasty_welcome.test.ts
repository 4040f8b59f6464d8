import { expect } from 'chai';
import { isMember } from '../../lib/groups/types.ts';
import { deliverMails } from '../../lib/outbox/mail/deliver.ts';
import { movableClock } from '../clock.ts';
import { boot, deactivation, type Rollcall, type Tenant, user } from '../helper.ts';
import { noMailServer } from '../web/visitor.ts';

describe('the welcome mail of a person who is deprovisioned in the same minute', () => {
  let app: Rollcall;
  let acme: Tenant;
  const clock = movableClock();

  before(async () => {
    app = await boot({ env: noMailServer, runtime: clock.runtime });
    acme = await app.bootstrap();
  });
  after(() => app.close());

  /** Who gets a mail in the next minutes. */
  async function mailed(): Promise<string[]> {
    const { store } = app.services;
    const sent: string[] = [];
    clock.forward(10 * 60_000);
    const send = async (to: string) => void sent.push(to);
    const parts = {
      store,
      send,
      outcomes: new Map(),
      isMember: (member: Parameters<typeof isMember>[1]) => isMember(store, member),
    };
    await deliverMails(parts, app.url, () => '');
    return sent;
  }

  it('is not sent to a deactivated or a deleted user, and is to one who stays', async () => {
    const ids = [];
    for (const name of ['stays', 'deactivated', 'deleted'])
      ids.push(String((await acme.scim('POST', '/Users', user(`${name}@acme.test`))).body.id));
    await acme.scim('PATCH', `/Users/${ids[1]}`, deactivation);
    await acme.scim('DELETE', `/Users/${ids[2]}`);
    expect(await mailed()).to.deep.equal(['stays@acme.test']);
  });
});
