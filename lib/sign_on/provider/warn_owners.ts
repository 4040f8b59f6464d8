import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { type MetadataSource, mailOwners, type SamlProvider, samlProviders } from '../../groups/index.ts';
import { type Ending, endingsOf, nextStep, stepOf } from './expiry.ts';

/**
 * Mails owners about certificates and keys that end soon, once per warning; returns the number of providers checked.
 * The same transaction records the warning.
 */
export async function warnOfExpiry(store: UnitStore): Promise<number> {
  const { items } = await store.sweep(samlProviders, { index: 'warn', limit: limits.samlWarnBatch });
  const due = items.filter(({ warnAt = Number.POSITIVE_INFINITY }) => warnAt <= store.now());
  for (const { rootId, id } of due)
    await store.transaction(async (unit) => {
      const provider = await unit.get(samlProviders, rootId, id);
      if (provider) await warnOwners(unit, provider);
    });
  return due.length;
}

/** Mails owners once when metadata fails repeatedly, and once when it has another entity ID. */
export async function warnOfMetadata(
  unit: Unit,
  rootId: string,
  before: MetadataSource,
  after: MetadataSource,
): Promise<void> {
  const { failures, problem = '', pendingEntityId: other } = after;
  const isFailing = failures === limits.samlRefreshFailures && before.failures < failures;
  await mailProblems(unit, rootId, [
    ...(isFailing
      ? [
          `The metadata of the identity provider could not be fetched ${failures} times in a row: ${problem}. The ` +
            'current settings stay in force, but Rollcall would miss a new certificate.',
        ]
      : []),
    ...(other !== undefined && other !== before.pendingEntityId
      ? [
          `The metadata of the identity provider now has another entity id, ${other}. Rollcall no longer applies it. Ask ` +
            'the operator of this service to decide.',
        ]
      : []),
  ]);
}

async function warnOwners(unit: Unit, provider: SamlProvider): Promise<void> {
  const { warnAt: _done, warned = [], ...rest } = provider;
  const now = unit.now();
  const endings = endingsOf(provider);
  const reached = endings.flatMap((ending) => {
    const days = stepOf(ending, now);
    return days === undefined ? [] : [{ ending, days }];
  });
  const isWarned = ({ of }: Ending, days: number) => warned.some((one) => one.of === of && one.days <= days);
  const due = reached.filter(({ ending, days }) => !isWarned(ending, days));
  await mailProblems(
    unit,
    provider.rootId,
    due.map(({ ending }) => sentenceOn(ending, now)),
  );
  const warnAt = nextStep(endings, now);
  unit.update(samlProviders, {
    ...rest,
    ...(reached.length === 0 ? {} : { warned: reached.map(({ ending, days }) => ({ of: ending.of, days })) }),
    ...(warnAt === undefined ? {} : { warnAt }),
  });
}

function sentenceOn({ what, notAfter, remedy }: Ending, now: number): string {
  const day = new Date(notAfter).toISOString().slice(0, 10);
  return `${what} ${notAfter <= now ? 'has expired' : 'expires'} on ${day}. ${remedy}`;
}

async function mailProblems(unit: Unit, rootId: string, problems: readonly string[]): Promise<void> {
  if (problems.length > 0)
    await mailOwners(unit, rootId, (group) => ({ template: 'saml_attention', group, problems }));
}
