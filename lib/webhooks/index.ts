export { type Acknowledgement, acknowledgeSigned, webhookOf } from './acknowledge.ts';
export { acknowledgeUrl, bodyOf } from './answer.ts';
export { Courier, type Post } from './courier.ts';
export { derivedEvents, type EventType, eventTypes, isTypeFilter } from './event_types.ts';
export {
  changeWebhook,
  EVERYWHERE,
  makeWebhook,
  removeWebhook,
  rotateSecret,
  type WebhookChange,
  type WebhookWish,
  webhookNamed,
  webhooksOf,
} from './manage.ts';
export { Outbox } from './outbox.ts';
export { acknowledge, deliveryNamed, queueTest, redeliver, redeliverDead } from './redeliver.ts';
export { isSigned, liveSecrets, resealedSecrets } from './secrets.ts';
export {
  type Attempt,
  type Delivery,
  type DeliveryState,
  deliveries,
  deliveryStates,
  lines,
  type Webhook,
  webhooks,
} from './types.ts';
