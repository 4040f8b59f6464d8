import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { sealTurn } from '../../lib/audit/chain.ts';
import { events } from '../../lib/audit/events.ts';
import { formerNames } from '../../lib/audit/former_names.ts';
import { type AuditEntry, type AuditHead, auditEntries, auditHeads } from '../../lib/audit/types.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { createTopLevelGroup } from '../../lib/groups/tree.ts';
import { operate, printed } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';

/** A chain as the service sealed it before the events had today's names. */
const former = JSON.parse(readFileSync(join(import.meta.dirname, 'former_chain.json'), 'utf8')) as {
  readonly head: Omit<AuditHead, 'v'>;
  readonly entries: readonly Omit<AuditEntry, 'v'>[];
};

describe('an audit chain that was sealed under former names of events', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot({ env: { AUDIT_SECRET: 'a'.repeat(32) } });
    const { store, runtime } = app.services;
    const { rootId } = former.head;
    await unitStore(store, { ...runtime, id: () => rootId }).transaction(async (unit) => {
      await createTopLevelGroup(unit, { slug: 'acme' });
      for (const entry of former.entries) unit.insert(auditEntries, entry);
      unit.insert(auditHeads, former.head);
    });
  });
  after(() => app.close());

  it('is shown with present names', async () => {
    const { entries } = (await operate(app.services, 'audit list', { group: 'acme' })) as unknown as {
      readonly entries: readonly AuditEntry[];
    };
    expect(entries.map(({ action, detail }) => [action, detail.resourceType])).to.deep.equal([
      ['saml_sign_in.refused', undefined],
      ['group_link.created', undefined],
      ['resource.created', 'token'],
      ['directory_group.created', undefined],
      ['token.created', undefined],
      ['group.created', undefined],
    ]);
    expect(await printed(app.services, 'audit list', { group: 'acme' })).to.contain('group_link.created');
  });

  it('is stored unchanged, verifies, and grows', async () => {
    const { store, secrets } = app.services;
    const { rootId } = former.head;
    expect(await operate(app.services, 'audit verify', { group: 'acme' })).to.deep.equal({
      ok: true,
      chains: [{ chain: 'acme', sealed: 6, unsealed: 0 }],
    });
    await store.transaction(async (unit) =>
      unit.record({
        rootId,
        actor: { kind: 'operator' },
        action: 'group_link.removed',
        target: { kind: 'group_link', id: 'l1' },
        detail: { target: rootId, role: 'developer' },
      }),
    );
    await sealTurn(store, secrets.auditKey);
    expect(await operate(app.services, 'audit verify', { group: 'acme' })).to.deep.equal({
      ok: true,
      chains: [{ chain: 'acme', sealed: 7, unsealed: 0 }],
    });
    const { items } = await store.list(auditEntries, rootId, { index: 'seq', limit: 10 });
    expect(items.map(({ action }) => action)).to.deep.equal([
      ...former.entries.map(({ action }) => action),
      'group_link.removed',
    ]);
  });
});

describe('the table of former names', () => {
  it('has no present name, unless a rule tells which entries are meant', () => {
    const today = Object.keys(events);
    const mistaken = formerNames.filter(
      ({ name, of }) => of === undefined && today.some((known) => known === name),
    );
    expect(mistaken).to.deep.equal([]);
  });
});
