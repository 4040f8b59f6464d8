import { limits } from '../../../config/limits.ts';
import type { Unit, View } from '../../audit/index.ts';
import { mailOwners } from '../../groups/index.ts';
import {
  defaultSettings,
  type Integration,
  type IntegrationSettings,
  integrations,
  refusalOf,
} from '../../integrations/index.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Reader } from '../../store/index.ts';
import { removalWindows } from '../collections.ts';
import type { Caller, RemovalWindow } from '../types.ts';
import type { Loss } from '../users/membership.ts';

const MINUTE = 60_000;

/** Thrown for too many removals, before anything changes. The caller must pause the integration. */
export class RemovalsPaused extends RuleError {
  readonly accountId: string;
  readonly removals: number;
  readonly reason: string;

  constructor(integration: Integration, accountId: string, removals: number, reason: string) {
    super('removals_paused', refusalOf(integration));
    this.accountId = accountId;
    this.removals = removals;
    this.reason = reason;
  }
}

/** The removals of one request. */
interface Removal {
  readonly losses: readonly Loss[];
  /** The most accounts that may lose access, whatever the settings are. */
  readonly most: number;
}

/**
 * Counts the accounts that lose access by one request. Does not count accounts that got access within the same window,
 * because that is a trial or a corrected mistake. Throws `RemovalsPaused` above the limit of the settings.
 */
export async function countRemoval(
  unit: Unit,
  /** The number of users of the integration; called at most once per window. */
  count: () => Promise<number>,
  integration: Integration,
  { losses, most }: Removal,
): Promise<void> {
  const settings = settingsOf(integration);
  if (settings.removalGuard === 'off') return;
  const now = unit.now();
  const known = await windowOf(unit, integration);
  if (isOff(integration, known, now)) return;
  const from = now - windowLength(integration);
  const counted = losses.filter((loss) => known?.closed || isOld(loss, from, now));
  const gone = new Set(counted.map(({ accountId }) => accountId));
  const [first] = gone;
  if (first === undefined) return;
  const others = (known?.removals ?? [])
    .filter(({ at, accountId }) => at > from && !gone.has(accountId))
    .map(({ at, accountId }) => ({ accountId, at: Math.min(at, now) }));
  const users =
    known && known.users.at > from && known.users.at <= now ? known.users : { count: await count(), at: now };
  if (gone.size > most) throw new RemovalsPaused(integration, first, others.length, emptied(gone.size));
  if (known?.closed || others.length + gone.size > removalLimit(settings, users.count))
    throw new RemovalsPaused(integration, first, others.length, tooMany(settings, others.length, gone.size));
  const removals = [...others, ...[...gone].map((accountId) => ({ accountId, at: now }))];
  saveWindow(unit, integration, known, { removals, users });
}

/** How many more accounts may lose access in the present window; any number while the guard is off. */
export async function removalRoom(view: View, integration: Integration, users: number): Promise<number> {
  const settings = settingsOf(integration);
  const [now, known] = [view.now(), await windowOf(view, integration)];
  if (settings.removalGuard === 'off' || isOff(integration, known, now)) return Number.POSITIVE_INFINITY;
  const from = now - windowLength(integration);
  const recent = (known?.removals ?? []).filter(({ at }) => at > from).length;
  return Math.max(0, removalLimit(settings, users) - recent);
}

/** Whether a loss counts, if the window is open. */
export function mayCount(now: number, integration: Integration, loss: Loss): boolean {
  return isOld(loss, now - windowLength(integration), now);
}

/** The integration with its guard off, for changes that an actor makes by hand. */
export function unguarded(integration: Integration): Integration {
  return { ...integration, settings: { ...integration.settings, removalGuard: 'off' } };
}

function emptied(people: number): string {
  const who = people === 1 ? '1 person' : `${people} people`;
  return `One request would have emptied a directory group, and ${who} would have lost access.`;
}

function tooMany({ removalWindowMinutes }: IntegrationSettings, removals: number, refused: number): string {
  const people = removals === 1 ? '1 person has' : `${removals} people have`;
  const next = refused === 1 ? 'one more' : 'those of the next request';
  return `${people} lost access within ${removalWindowMinutes} min, and ${next} would have been too many.`;
}

/** Whether access began before the window. A time in the future comes from a wrong clock, so it counts as old. */
function isOld({ since }: Loss, from: number, now: number): boolean {
  return since <= from || since > now;
}

/**
 * Whether the guard is off now. `offUntil` counts only up to one window from now, with a tolerance of a minute for clocks.
 */
function isOff(integration: Integration, window: RemovalWindow | undefined, now: number): boolean {
  const offUntil = window?.offUntil ?? 0;
  return offUntil > now && offUntil <= now + windowLength(integration) + MINUTE;
}

/** The most accounts that may lose access in one window, for this number of users. */
export function removalLimit(
  { removalPeople, removalPercent }: Pick<IntegrationSettings, 'removalPeople' | 'removalPercent'>,
  users: number,
): number {
  const share = Math.floor((users * removalPercent) / 100);
  return Math.min(limits.removalPeople, removalPeople, Math.max(limits.removalFloor, share));
}

/**
 * Pauses the integration, once for all requests refused at the same time, and mails the owners of the group. Returns the
 * stored integration, which is not paused if an owner has resumed it meanwhile.
 */
export async function pauseRemovals(
  unit: Unit,
  { integration, token, request }: Caller,
  { accountId, removals, reason }: RemovalsPaused,
): Promise<Integration> {
  const { id, rootId } = integration;
  const [present, window] = await Promise.all([
    unit.get(integrations, rootId, id),
    windowOf(unit, integration),
  ]);
  const held = window?.removals ?? [];
  const now = unit.now();
  const isDecided = held.length < removals || isOff(present ?? integration, window, now);
  if (!present || present.paused || isDecided) return present ?? integration;
  const from = now - windowLength(present);
  saveWindow(unit, present, window, { removals: held.filter(({ at }) => at > from), closed: true });
  unit.record({
    rootId,
    actor: { kind: 'scim', integrationId: id, tokenId: token.id, ip: request.ip },
    action: 'integration.paused',
    target: { kind: 'integration', id },
    detail: { reason, removals, refused: accountId },
    requestId: request.requestId,
  });
  await mailOwners(unit, rootId, (group) => ({
    template: 'removals_paused',
    group,
    integration: present.name,
    reason,
  }));
  return unit.update(integrations, { ...present, paused: { at: now, reason, removals, refused: accountId } });
}

export function windowOf(reader: Reader, { id, rootId }: Integration): Promise<RemovalWindow | undefined> {
  return reader.get(removalWindows, rootId, id);
}

/** The length of a window in milliseconds. */
export function windowLength(integration: Integration): number {
  return settingsOf(integration).removalWindowMinutes * MINUTE;
}

/** Replaces the window. Fields that are not given are empty, and the window is open. */
export function saveWindow(
  unit: Unit,
  { id, rootId }: Integration,
  known: RemovalWindow | undefined,
  now: Partial<Omit<RemovalWindow, 'id' | 'v' | 'rootId'>>,
): void {
  const users = known?.users ?? { count: 0, at: 0 };
  const next = { id, rootId, removals: [], users, offUntil: 0, closed: false, ...now };
  if (known) unit.update(removalWindows, { ...next, v: known.v });
  else unit.insert(removalWindows, next);
}

/** The settings, with defaults for an integration that was stored before some of them existed. */
export function settingsOf({ settings }: Integration): IntegrationSettings {
  return { ...defaultSettings, ...settings };
}
