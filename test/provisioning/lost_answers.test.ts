import { expect } from 'chai';
import { sealTurn, verifyChain } from '../../lib/audit/chain.ts';
import { auditEntries, auditHeads } from '../../lib/audit/types.ts';
import { unitStore } from '../../lib/audit/unit.ts';
import { TokenUses } from '../../lib/integrations/token_uses.ts';
import { tokenUses } from '../../lib/integrations/types.ts';
import { systemRuntime } from '../../lib/kernel/runtime.ts';
import { logDays, logEntries } from '../../lib/provisioning/collections.ts';
import { unauthenticatedEntry } from '../../lib/provisioning/log.ts';
import { logBatchBodies, logBatches } from '../../lib/provisioning/log_batches.ts';
import { LogBook } from '../../lib/provisioning/log_book.ts';
import type { Caller } from '../../lib/provisioning/types.ts';
import { Unavailable } from '../../lib/store/errors.ts';
import { loggedIn } from '../logged.ts';
import { refusal } from '../store/contract/fixture.ts';
import { withoutAnswer, withoutCommit } from '../store/failing.ts';
import { type Scratch, scratchStore } from '../store/scratch.ts';

const request = { requestId: 'request-1', method: 'GET', path: '/Users', ip: '192.0.2.1', userAgent: 'test' };
const runtime = systemRuntime();

const faults = [
  ['happens without an answer', withoutAnswer],
  ['does not happen', withoutCommit],
] as const;

for (const [what, failing] of faults)
  describe(`a batch whose commit ${what}`, () => {
    let scratch: Scratch;
    before(async () => {
      scratch = await scratchStore(
        logEntries,
        logBatches,
        logBatchBodies,
        logDays,
        tokenUses,
        auditEntries,
        auditHeads,
      );
    });
    after(() => scratch.remove());

    it('of the provisioning log is stored once, and later entries too', async () => {
      const { store } = scratch;
      const book = new LogBook(failing(store));
      const add = (rootId: string, path: string) =>
        book.add(
          unauthenticatedEntry(runtime, rootId, { ...request, path }, { status: 200, outcome: 'Read.' }),
        );
      const written = async (rootId: string) => (await loggedIn(store, rootId)).map(({ path }) => path);
      add('acme', '/1');
      add('other', '/2');
      expect(await refusal(book.flush())).to.be.instanceOf(Unavailable);
      add('acme', '/3');
      await book.flush();
      add('acme', '/4');
      await book.flush();
      expect([await written('acme'), await written('other')]).to.deep.equal([['/1', '/3', '/4'], ['/2']]);
    });

    it('of token uses is recorded by the next use', async () => {
      const { store } = scratch;
      const uses = new TokenUses(unitStore(failing(store), runtime), Buffer.alloc(32));
      const caller = {
        integration: { id: 'i', tokens: [] },
        token: { id: 't' },
        request,
      } as unknown as Caller;
      uses.note(caller);
      expect(await refusal(uses.flush())).to.be.instanceOf(Unavailable);
      uses.note(caller);
      await uses.flush();
      const { items } = await store.list(tokenUses, 'i', { limit: 9 });
      expect(items.map(({ id, ip }) => [id, ip])).to.deep.equal([['t', request.ip]]);
    });

    it('of the audit log is sealed once', async () => {
      const { store } = scratch;
      const key = Buffer.from('key');
      const event = {
        rootId: 'acme',
        actor: { kind: 'operator' },
        target: { kind: 'domain', id: 'x' },
      } as const;
      const detail = { domain: 'x' };
      await unitStore(store, runtime).transaction(async (unit) => {
        for (const action of ['domain.claimed', 'domain.removed'] as const)
          unit.record({ ...event, action, detail });
      });
      expect(await refusal(sealTurn(failing(store), key))).to.be.instanceOf(Unavailable);
      await sealTurn(store, key);
      expect(await verifyChain(unitStore(store, runtime), key, 'acme')).to.deep.equal({
        sealed: 2,
        unsealed: 0,
      });
    });
  });
