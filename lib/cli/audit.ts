import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import * as operations from '../operations/index.ts';
import { ID, InvalidArguments, type Named, paging, rootPath } from '../operations/index.ts';
import { choice, commandOf } from './command.ts';
import { joined, listing, plural, shortTime } from './terminal/layout.ts';

const whichChain = {
  group: rootPath.exactOptional(),
  platform: z.boolean().default(false).describe('the chain of accounts without a group'),
};

const WAITING =
  'Unsealed entries are not an error. The running service seals up to ' +
  `${limits.sealTurn} entries every two seconds, starting half a minute after a restart. audit seal does it at once.`;

const list = choice(
  {
    name: 'audit.list',
    summary: 'Shows the audit log of a top-level group or of the platform, newest entries first.',
    input: z.object({ ...whichChain, ...paging }),
  },
  ({ group, platform, ...page }) => {
    refuseBoth(group, platform);
    if (platform) return [operations.auditListPlatform, page];
    if (group === undefined) throw new InvalidArguments('name a group, or --platform');
    return [operations.auditList, { group, ...page }];
  },
);

export const auditList = commandOf(list, {
  example: 'audit list acme',
  positional: ['group'],
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

const verify = choice(
  {
    name: 'audit.verify',
    summary: 'Checks the hash chain of a top-level group, or those of the platform and all groups.',
    input: z.object(whichChain),
  },
  ({ group, platform }) => {
    refuseBoth(group, platform);
    if (platform) return [operations.auditVerifyPlatform, {}];
    return group === undefined ? [operations.auditVerifyAll, {}] : [operations.auditVerify, { group }];
  },
);

export const auditVerify = commandOf(verify, {
  example: 'audit verify acme',
  anySecrets: true,
  positional: ['group'],
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

export const auditSeal = commandOf(operations.auditSeal, {
  example: 'audit seal',
  text: ({ sealed }) => `Sealed ${plural(sealed, 'entry', 'entries')}.`,
});

function refuseBoth(group: string | undefined, platform: boolean): void {
  if (group !== undefined && platform) throw new InvalidArguments('name either a group or --platform');
}

/** Replaces ids in a text by names. */
function withNames(text: string, names: readonly Named[]): string {
  return text.replace(ID, (id) => names.find((named) => named.id === id)?.name ?? id);
}
