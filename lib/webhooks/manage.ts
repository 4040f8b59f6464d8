import { limits } from '../../config/limits.ts';
import type { Actor, EventBody, Unit } from '../audit/index.ts';
import { ACCOUNTS_CHAIN } from '../audit/index.ts';
import type { Work } from '../jobs/index.ts';
import { RuleError, type Secret } from '../kernel/index.ts';
import { all, type Reader } from '../store/index.ts';
import { checkedAddress, freeName } from './checks.ts';
import { isTypeFilter } from './event_types.ts';
import { namedIn, ofWebhook, refuseFull, rotated } from './held.ts';
import { forgetDeliveries } from './receiver_end.ts';
import { newSecret } from './secrets.ts';
import { type Webhook, webhooks } from './types.ts';

/** The owner of webhooks: a top-level group, or the whole service. */
export const EVERYWHERE = ACCOUNTS_CHAIN;

export interface WebhookWish {
  readonly name: string;
  readonly url: string;
  readonly types: readonly string[];
  readonly deadlineMinutes: number;
}

interface Parts {
  readonly unit: Unit;
  readonly actor: Actor;
  /** Seals the secrets. */
  readonly key: Secret;
  readonly allowPrivate: boolean;
}

/**
 * Makes a webhook and returns its secret. Throws `RuleError`: `invalid_name`, `invalid_webhook`, `webhook_name_taken`,
 * `too_many_webhooks`.
 */
export async function makeWebhook(
  { unit, actor, key, allowPrivate }: Parts,
  rootId: string,
  wish: WebhookWish,
): Promise<{ readonly webhook: Webhook; readonly secret: string }> {
  const others = await webhooksOf(unit, rootId);
  refuseFull(ofWebhook, others, limits.webhooks);
  const name = freeName(ofWebhook, others, wish.name);
  const { secret, stored } = newSecret(unit, key);
  const id = unit.id();
  const webhook = unit.insert(webhooks, {
    id,
    rootId,
    name,
    kind: 'webhook',
    url: checkedAddress(ofWebhook, wish.url, allowPrivate),
    types: checkedTypes(wish.types),
    deadlineMinutes: wish.deadlineMinutes,
    secrets: [stored],
    createdAt: unit.now(),
    ...(actor.accountId === undefined ? {} : { createdBy: actor.accountId }),
    enabled: id,
  });
  note(unit, webhook, actor, { action: 'webhook.created', detail: detailOf(webhook) });
  return { webhook, secret };
}

export interface WebhookChange extends Partial<WebhookWish> {
  readonly enabled?: boolean;
}

/** Throws `RuleError`: `invalid_name`, `invalid_webhook`, `webhook_name_taken`. */
export async function changeWebhook(
  { unit, actor, allowPrivate }: Omit<Parts, 'key'>,
  webhook: Webhook,
  { enabled = webhook.enabled !== undefined, ...wish }: WebhookChange,
): Promise<Webhook> {
  const others = (await webhooksOf(unit, webhook.rootId)).filter(({ id }) => id !== webhook.id);
  const { enabled: _enabled, problem: _problem, failingSince: _since, ...rest } = webhook;
  const changed: Webhook = {
    ...rest,
    ...(wish.name === undefined ? {} : { name: freeName(ofWebhook, others, wish.name) }),
    ...(wish.url === undefined ? {} : { url: checkedAddress(ofWebhook, wish.url, allowPrivate) }),
    ...(wish.types === undefined ? {} : { types: checkedTypes(wish.types) }),
    ...(wish.deadlineMinutes === undefined ? {} : { deadlineMinutes: wish.deadlineMinutes }),
    ...(enabled ? { enabled: webhook.id } : {}),
  };
  note(unit, changed, actor, { action: 'webhook.changed', detail: { ...detailOf(changed), enabled } });
  return unit.update(webhooks, changed);
}

/** Gives a webhook a new secret; the one before signs too for some hours. */
export function rotateSecret(
  { unit, actor, key }: Omit<Parts, 'allowPrivate'>,
  webhook: Webhook,
  overlapHours: number,
): { readonly webhook: Webhook; readonly secret: string; readonly endsAt: number } {
  const { secret, stored } = newSecret(unit, key);
  const { proofs: secrets, endsAt } = rotated(webhook.secrets, stored, { now: unit.now(), overlapHours });
  const changed = unit.update(webhooks, { ...webhook, secrets });
  note(unit, webhook, actor, {
    action: 'webhook.secret_rotated',
    detail: { name: webhook.name, endsAt: new Date(endsAt).toISOString() },
  });
  return { webhook: changed, secret, endsAt };
}

/** Removes a webhook with all of its deliveries, so that none of them is waiting. */
export async function removeWebhook(unit: Unit, webhook: Webhook, actor: Actor): Promise<Work> {
  unit.remove(webhooks, webhook);
  note(unit, webhook, actor, { action: 'webhook.removed', detail: { name: webhook.name } });
  return forgetDeliveries(unit, webhook);
}

/** The webhooks of a top-level group, or of the whole service, the oldest first. */
export function webhooksOf(reader: Reader, rootId: string): Promise<Webhook[]> {
  return all(reader, webhooks, rootId);
}

/** The webhook with this name or id. Throws `RuleError` `not_found`. */
export async function webhookNamed(reader: Reader, rootId: string, wanted: string): Promise<Webhook> {
  return namedIn(ofWebhook, await webhooksOf(reader, rootId), wanted);
}

function note(
  unit: Unit,
  { rootId, id }: Webhook,
  actor: Actor,
  event: EventBody<'webhook.created' | 'webhook.changed' | 'webhook.secret_rotated' | 'webhook.removed'>,
): void {
  unit.record({ rootId, actor, target: { kind: 'webhook', id }, ...event });
}

function detailOf({ name, kind, url, types }: Webhook) {
  return { name, kind, url, types };
}

function checkedTypes(types: readonly string[]): string[] {
  const unknown = types.find((type) => !isTypeFilter(type));
  if (unknown !== undefined)
    throw new RuleError(
      'invalid_webhook',
      `There is no event ${unknown.slice(0, limits.nameChars)}. docs/events.md has all of them; access.* means all events of access.`,
    );
  return [...new Set(types)];
}
