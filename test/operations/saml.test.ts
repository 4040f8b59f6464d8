import { expect } from 'chai';
import { auditEntries } from '../../lib/audit/types.ts';
import { samlRefresh } from '../../lib/operations/saml_provider.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { keyPair } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';

describe('operations of single sign-on', () => {
  let app: Rollcall;
  before(async () => {
    app = await boot();
  });
  after(() => app.close());

  it('saml.refresh names the owner who asked in the audit log, if the metadata has changed', async () => {
    const { slug: group, groupId, username } = await app.bootstrap();
    const services = { ...app.services, outbound: { allowPrivate: false, get: metadata } };
    await operate(services, 'saml set', { group, metadataUrl: 'https://idp.test/metadata' });
    const owner = await operate(services, 'account show', { account: username });
    const actor = { kind: 'account', accountId: String(owner.id) } as const;
    const house = { services, publicUrl: app.url, samlUrl: app.url };
    const { outcome } = await samlRefresh.perform(house, { actor, sessions: [] }, { group });
    expect(outcome).to.equal('changed');
    const { items } = await app.services.store.list(auditEntries, groupId, { limit: 100 });
    const entry = items.find(({ action }) => action === 'saml_provider.metadata_changed');
    expect(entry?.actor).to.deep.equal(actor);
  });
});

/** Metadata with another certificate each time. */
async function metadata() {
  const { certificate } = await keyPair('ec');
  return { status: 200, text: idpMetadata({ certificates: [certificate] }) } as const;
}
