import { expect } from 'chai';
import { type AuditEvent, events } from '../../lib/audit/events.ts';
import { auditEntries } from '../../lib/audit/types.ts';
import { sources } from '../project/sources.ts';
import { scratchStore } from '../store/scratch.ts';
import { misfitsIn } from './misfits.ts';

type Lapsed = AuditEvent<'domain.lapsed'>;
type But<T> = Omit<Lapsed, keyof T> & T;
type Answer<E> = E extends AuditEvent ? 'accepted' : 'refused';

/** The compiler holds this table: a value that differs from its type is an error. */
const answers: {
  readonly event: Answer<Lapsed>;
  readonly otherName: Answer<But<{ action: 'domain.lost' }>>;
  readonly otherTarget: Answer<But<{ target: { kind: 'group'; id: string } }>>;
  readonly lessDetail: Answer<But<{ detail: Omit<Lapsed['detail'], 'problem'> }>>;
  readonly otherDetail: Answer<But<{ detail: Omit<Lapsed['detail'], 'failures'> & { failures: string } }>>;
  readonly otherActor: Answer<But<{ actor: { kind: 'scim' } }>>;
  readonly otherChain: Answer<Omit<AuditEvent<'account.renamed'>, 'rootId'> & { rootId: string }>;
} = {
  event: 'accepted',
  otherName: 'refused',
  otherTarget: 'refused',
  lessDetail: 'refused',
  otherDetail: 'refused',
  otherActor: 'refused',
  otherChain: 'refused',
};

describe('the catalogue of audit events', () => {
  it('is the only input of record: name, target kind, detail, actor and chain', () => {
    const { event, ...others } = answers;
    expect(event).to.equal('accepted');
    expect(new Set(Object.values(others))).to.deep.equal(new Set(['refused']));
  });

  it('has no unused event', () => {
    const code = sources()
      .filter(({ path }) => /^lib\/(?!audit\/|access\/explain\/).*\.tsx?$/.test(path))
      .map(({ text }) => text)
      .join('\n');
    expect(Object.keys(events).filter((name) => !code.includes(`'${name}'`))).to.deep.equal([]);
  });

  it('names every event by a noun and a past participle, and describes it in one sentence', () => {
    for (const [name, { when }] of Object.entries(events)) {
      expect(name).to.match(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
      expect(when, name).to.match(/^[A-Z][^.]*\.$/);
    }
  });

  it('detects an entry with another actor, an unknown name or another detail', async () => {
    const scratch = await scratchStore(auditEntries);
    const entry = {
      rootId: 'acme',
      actor: { kind: 'operator' },
      target: 'x',
      at: 1,
      unsealed: 'acme',
    } as const;
    await scratch.store.transaction(async (unit) => {
      const detail = { domain: 'acme.test' };
      unit.insert(auditEntries, { ...entry, id: 'a', action: 'domain.removed', detail });
      unit.insert(auditEntries, { ...entry, id: 'b', action: 'domain.bought', detail });
      unit.insert(auditEntries, { ...entry, id: 'c', action: 'domain.claimed', detail: {} });
      unit.insert(auditEntries, {
        ...entry,
        id: 'd',
        actor: { kind: 'system' },
        action: 'domain.claimed',
        detail,
      });
    });
    expect(await misfitsIn(scratch.store)).to.have.members([
      'domain.bought is not in the catalogue',
      'domain.claimed: domain Invalid input: expected string, received undefined',
      'domain.claimed by system',
    ]);
    await scratch.remove();
  });
});
