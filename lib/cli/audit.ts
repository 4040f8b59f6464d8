import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { sealTurn, type Verdict, verifyChain } from '../audit/chain.ts';
import { auditEntries } from '../audit/types.ts';
import { groupPaths, groups } from '../groups/types.ts';
import { pageOf, paging, rootPath } from '../operations/arguments.ts';
import { topLevelGroup } from '../operations/find.ts';
import { InvalidArguments } from '../operations/input.ts';
import { everyOne } from '../operations/pages.ts';
import { iso } from '../operations/views.ts';
import { PLATFORM, type Reader } from '../store/port.ts';
import { command, PLATFORM_CHAIN } from './command.ts';
import { Names, withNames } from './names.ts';
import { joined, listing, plural, shortTime } from './terminal/layout.ts';

const whichChain = {
  group: rootPath.exactOptional(),
  platform: z.boolean().default(false).describe('the chain of what belongs to no group: accounts'),
};

const WAITING =
  'What is not sealed yet is no failure: it waits for its turn to join the chain. The running service seals up to ' +
  `${limits.sealTurn} entries every two seconds, after a restart from half a minute on; audit seal does it at once.`;

interface Chain extends Verdict {
  readonly chain: string;
}

export const auditList = command({
  name: 'audit list',
  summary: 'Shows the audit log of a top-level group or of the platform, the newest first.',
  example: 'audit list acme',
  args: z.object({ ...whichChain, ...paging }),
  positional: ['group'],
  run: async ({ store }, _context, { group, platform, ...page }) => {
    const [chain] = await chainsOf(store, group, platform);
    if (chain === undefined) throw new InvalidArguments('name a group, or --platform');
    const { items, next } = await store.list(auditEntries, chain.rootId, {
      ...pageOf(page),
      descending: true,
    });
    const names = new Names(store, chain.rootId);
    return {
      chain: chain.name,
      entries: await Promise.all(
        items.map(
          async ({ v: _version, rootId: _root, at, unsealed: _waiting, previous: _previous, ...entry }) => ({
            at: iso(at),
            ...entry,
            names: await names.in([entry.target, entry.detail]),
          }),
        ),
      ),
      ...(next === undefined ? {} : { next }),
    };
  },
  text: ({ chain, entries, next }, paint) =>
    listing(
      ['time (UTC)', 'seq', 'by', 'action', 'target', 'detail'],
      entries.map(({ at, seq, actor, action, target, detail, names }) => [
        shortTime(at),
        seq === undefined ? ['dim', 'waits'] : String(seq),
        actor.kind,
        action,
        withNames(target, names),
        withNames(JSON.stringify(detail), names),
      ]),
      { none: `The audit log of ${chain} is empty.`, next },
      paint,
    ),
});

export const auditVerify = command({
  name: 'audit verify',
  summary: 'Follows the hash chain of a top-level group, or of all and of the platform.',
  example: 'audit verify acme',
  anySecrets: true,
  args: z.object(whichChain),
  positional: ['group'],
  run: async ({ store, secrets }, _context, { group, platform }) => {
    const isNamed = group !== undefined || platform;
    const chains: Chain[] = [];
    for await (const { name, rootId } of isNamed ? await chainsOf(store, group, platform) : allChains(store))
      chains.push({ chain: name, ...(await verifyChain(store, secrets.auditKey, rootId)) });
    return { ok: chains.every(({ broken }) => broken === undefined), chains };
  },
  text: ({ chains }, paint) =>
    joined(
      chains
        .map(({ chain, sealed, unsealed, broken }) => {
          const waiting = unsealed === 0 ? '' : `, ${unsealed} not sealed yet`;
          return broken
            ? `${chain}: ${paint('red', `broken at entry ${broken.seq}`)}: ${broken.reason} (${sealed} hold before it)`
            : `${chain}: ${paint('green', 'the chain holds')}: ${plural(sealed, 'entry', 'entries')}${waiting}`;
        })
        .join('\n'),
      chains.some(({ unsealed }) => unsealed > 0) ? WAITING : undefined,
    ),
  isBad: ({ ok }) => !ok,
});

export const auditSeal = command({
  name: 'audit seal',
  summary: 'Seals what waits; the running service does so by itself.',
  example: 'audit seal',
  args: z.object({}),
  run: async ({ store, secrets }) => ({
    sealed: await sealTurn(store, secrets.auditKey, Number.POSITIVE_INFINITY),
  }),
  text: ({ sealed }) => `Sealed ${plural(sealed, 'entry', 'entries')}.`,
});

interface ChainName {
  readonly name: string;
  readonly rootId: string;
}

async function chainsOf(reader: Reader, group: string | undefined, platform: boolean): Promise<ChainName[]> {
  if (group !== undefined && platform) throw new InvalidArguments('either a group or --platform');
  if (platform) return [{ name: PLATFORM_CHAIN, rootId: PLATFORM_CHAIN }];
  if (group === undefined) return [];
  const { id, slug } = await topLevelGroup(reader, group);
  return [{ name: slug, rootId: id }];
}

async function* allChains(reader: Reader): AsyncGenerator<ChainName> {
  yield { name: PLATFORM_CHAIN, rootId: PLATFORM_CHAIN };
  for await (const { id, rootId } of everyOne((range) => reader.list(groupPaths, PLATFORM, range))) {
    const group = await reader.get(groups, rootId, rootId);
    if (group?.slugKey === id) yield { name: group.slug, rootId };
  }
}
