import { z } from 'zod';
import {
  ACCOUNTS_CHAIN,
  type Actor,
  type AuditEntry,
  auditEntries,
  sealTurn,
  type Verdict,
  verifyChain,
  withNameOfToday,
} from '../audit/index.ts';
import { groupPaths, groups } from '../groups/index.ts';
import { every, PLATFORM, type Reader } from '../store/index.ts';
import { pageOf, paging, rootPath } from './arguments.ts';
import { type Named, Names } from './names.ts';
import { procedure, query } from './operation.ts';
import type { Services } from './services.ts';
import { ofPlatform, ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

type Shown = Pick<AuditEntry, 'id' | 'actor' | 'action' | 'target' | 'detail' | 'requestId' | 'seq' | 'hash'>;

export interface EntryView extends Shown {
  readonly at: string;
  readonly names: readonly Named[];
}

interface ChainPage {
  readonly chain: string;
  readonly entries: readonly EntryView[];
  readonly next?: string;
}

interface Chain extends Verdict {
  readonly chain: string;
}

interface Verdicts {
  /** Whether every chain is intact. */
  readonly ok: boolean;
  readonly chains: readonly Chain[];
}

interface ChainName {
  readonly name: string;
  readonly rootId: string;
}

type Page = Parameters<typeof pageOf>[0];

/** The chain of accounts, which has no group. */
const platform: ChainName = { name: ACCOUNTS_CHAIN, rootId: ACCOUNTS_CHAIN };

export const auditList = query({
  name: 'audit.list',
  summary: 'Shows the audit log of a top-level group, newest entries first.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, ...paging }),
  run: (reader, actor, page, { group }) =>
    pageIn(reader, { name: group.slug, rootId: group.id }, page, actor),
});

export const auditListPlatform = query({
  name: 'audit.list_platform',
  summary: 'Shows the audit log of the platform, newest entries first.',
  target: ofPlatform,
  input: z.object(paging),
  run: (reader, actor, page) => pageIn(reader, platform, page, actor),
});

export const auditVerify = query({
  name: 'audit.verify',
  summary: 'Checks the hash chain of a top-level group.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: (_reader, _actor, _input, { group, services }) =>
    verdicts(services, [{ name: group.slug, rootId: group.id }]),
});

export const auditVerifyPlatform = query({
  name: 'audit.verify_platform',
  summary: 'Checks the hash chain of the platform.',
  target: ofPlatform,
  input: z.object({}),
  run: (_reader, _actor, _input, { services }) => verdicts(services, [platform]),
});

export const auditVerifyAll = query({
  name: 'audit.verify_all',
  summary: 'Checks the hash chains of the platform and of every top-level group.',
  target: ofPlatform,
  input: z.object({}),
  run: (reader, _actor, _input, { services }) => verdicts(services, allChains(reader)),
});

export const auditSeal = procedure({
  name: 'audit.seal',
  summary: 'Seals waiting entries. The running service does this automatically.',
  target: ofPlatform,
  input: z.object({}),
  run: async (_transact, _actor, _input, { services: { store, secrets } }) => ({
    sealed: await sealTurn(store, secrets.auditKey, Number.POSITIVE_INFINITY),
  }),
});

async function pageIn(
  reader: Reader,
  { name, rootId }: ChainName,
  page: Page,
  actor: Actor,
): Promise<ChainPage> {
  const { items, next } = await reader.list(auditEntries, rootId, { ...pageOf(page), descending: true });
  const names = new Names(reader, rootId, actor);
  const entries = await Promise.all(items.map((entry) => entryView(withNameOfToday(entry), names)));
  return { chain: name, entries, ...(next === undefined ? {} : { next }) };
}

async function entryView(
  { v: _version, rootId: _root, at, unsealed: _waiting, previous: _previous, ...entry }: AuditEntry,
  names: Names,
): Promise<EntryView> {
  return { at: iso(at), ...entry, names: await names.in([entry.actor, entry.target, entry.detail]) };
}

async function verdicts(
  { store, secrets }: Services,
  named: Iterable<ChainName> | AsyncIterable<ChainName>,
): Promise<Verdicts> {
  const chains: Chain[] = [];
  for await (const { name, rootId } of named)
    chains.push({ chain: name, ...(await verifyChain(store, secrets.auditKey, rootId)) });
  return { ok: chains.every(({ broken }) => broken === undefined), chains };
}

async function* allChains(reader: Reader): AsyncGenerator<ChainName> {
  yield platform;
  for await (const { id, rootId } of every(reader, groupPaths, PLATFORM)) {
    const group = await reader.get(groups, rootId, rootId);
    if (group?.slugKey === id) yield { name: group.slug, rootId };
  }
}
