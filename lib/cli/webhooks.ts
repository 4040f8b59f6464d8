import type { WebhookView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { deliveriesTable, deliveryStyles, deliveryText, isRefused, triedText } from './delivery_texts.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Style } from './terminal/paint.ts';

export const webhookCreate = commandOf(operations.webhookCreate, {
  example: 'webhook create https://product.example/rollcall --group acme --types access.*',
  positional: ['url'],
  text: ({ secret, webhook }, paint) =>
    joined(
      `Created the webhook ${webhook.name}.`,
      fields([['secret', ['cyan', secret]], ...facts(webhook)], paint),
      'The secret is not shown again. docs/webhooks.md shows how a receiver verifies the signature.',
    ),
});

export const webhookList = commandOf(operations.webhookList, {
  example: 'webhook list --group acme',
  text: ({ webhooks }, paint) =>
    listing(
      ['name', 'state', 'events', 'created by', 'id', 'URL'],
      webhooks.map((one) => [
        ...[one.name, stateOf(one), typesText(one.types), one.createdBy ?? '', one.id, one.url],
      ]),
      { none: 'There is no webhook.' },
      paint,
    ),
});

export const webhookShow = commandOf(operations.webhookShow, {
  example: 'webhook show product.example --group acme',
  positional: ['webhook'],
  text: (webhook, paint) =>
    joined(
      paint('bold', webhook.name),
      fields(
        [...facts(webhook), ['waiting', String(webhook.waiting)], ['dead', String(webhook.dead)]],
        paint,
      ),
    ),
});

export const webhookChange = commandOf(operations.webhookChange, {
  example: 'webhook change product.example --group acme --deadline-minutes 60',
  positional: ['webhook'],
  text: (webhook, paint) => joined(`Changed the webhook ${webhook.name}.`, fields(facts(webhook), paint)),
});

export const webhookRotate = commandOf(operations.webhookRotate, {
  example: 'webhook rotate product.example --group acme --overlap 24',
  positional: ['webhook'],
  text: ({ secret, formerEndsAt, webhook }, paint) =>
    joined(
      `Rotated the secret of ${webhook.name}; the old one signs too until ${shortTime(formerEndsAt)} UTC.`,
      fields([['secret', ['cyan', secret]]], paint),
      'The secret is not shown again.',
    ),
});

export const webhookRemove = commandOf(operations.webhookRemove, {
  example: 'webhook remove product.example --group acme',
  positional: ['webhook'],
  text: ({ name }) => `Removed the webhook ${name}; nothing more is sent to it.`,
});

export const webhookTest = commandOf(operations.webhookTest, {
  example: 'webhook test product.example --group acme',
  positional: ['webhook'],
  text: triedText,
  isBad: isRefused,
});

export const webhookDeliveries = commandOf(operations.webhookDeliveries, {
  example: 'webhook deliveries product.example --group acme --state dead',
  positional: ['webhook'],
  text: ({ webhook, deliveries, next }, paint) => deliveriesTable(webhook, deliveries, next, paint),
});

export const webhookDelivery = commandOf(operations.webhookDelivery, {
  example: 'webhook delivery product.example 0198c0de-0000-7000-8000-000000000000 --group acme',
  positional: ['webhook', 'delivery'],
  text: (delivery, paint) => deliveryText('webhook-id', delivery, paint),
});

export const webhookRedeliver = commandOf(operations.webhookRedeliver, {
  example: 'webhook redeliver product.example --group acme --dead',
  positional: ['webhook', 'delivery'],
  text: ({ webhook, redelivered }) => `${redelivered} deliveries to ${webhook} are due again.`,
});

export const webhookOutstanding = commandOf(operations.webhookOutstanding, {
  example: 'webhook outstanding --group acme',
  text: ({ outstanding, next }, paint) =>
    listing(
      ['deadline', 'group', 'account', 'event', 'delivery', 'webhook', 'id'],
      outstanding.map(({ deadline, isOverdue, group, account = '', type, state, webhook, id }) => [
        [isOverdue ? 'red' : 'dim', isOverdue ? `${shortTime(deadline)} overdue` : shortTime(deadline)],
        ...[group, account, type],
        [deliveryStyles[state], state],
        ...[webhook, id],
      ]),
      { none: 'Nothing is outstanding.', next },
      paint,
    ),
});

export const webhookAcknowledge = commandOf(operations.webhookAcknowledge, {
  example: 'webhook acknowledge product.example 0198c0de-0000-7000-8000-000000000000 --group acme',
  positional: ['webhook', 'delivery'],
  text: ({ type, account = 'nobody' }) => `Noted that the product has acted on ${type} of ${account}.`,
});

function facts(webhook: WebhookView): Parameters<typeof fields>[0] {
  const { id, group, url, types, problem, failingSince, deadlineMinutes, createdBy } = webhook;
  return [
    ['URL', url],
    ['hears', group ?? 'the whole service'],
    ['events', typesText(types)],
    ['state', stateOf(webhook)],
    ['problem', problem],
    ['failing since', failingSince && shortTime(failingSince)],
    ['deadline', `${deadlineMinutes} minutes`],
    ['created by', createdBy],
    ['id', id],
  ];
}

function stateOf({ state }: WebhookView): readonly [Style, string] {
  return [state === 'enabled' ? 'green' : 'red', state];
}

function typesText(types: readonly string[]): string {
  return types.length === 0 ? 'all' : types.join(', ');
}
