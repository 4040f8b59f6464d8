export { type Acknowledgement, acknowledgeSigned, webhookOf } from './acknowledge.ts';
export { acknowledgeUrl, bodyOf } from './answer.ts';
export { Courier, type Post } from './courier.ts';
export { derivedEvents, type EventType, eventTypes, isTypeFilter } from './event_types.ts';
export { oldestDue } from './lag.ts';
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
export { receiverEnd } from './receiver_end.ts';
export { isServed, type Receiver } from './receivers.ts';
export { acknowledge, deliveryNamed, queueTest, redeliver, redeliverDead } from './redeliver.ts';
export { isSigned, liveSecrets, resealedSecrets } from './secrets.ts';
export { HeldPolls } from './streams/held_polls.ts';
export {
  currentKey,
  publishedKeys,
  refuseWaiting,
  rotateKey,
  rotateWhenDue,
  signingKey,
} from './streams/keys.ts';
export {
  changeStream,
  isStreamed,
  liveTokens,
  makeStream,
  pauseStream,
  removeStream,
  resumeStream,
  rotateStreamToken,
  streamNamed,
  streamsOf,
} from './streams/manage.ts';
export { type Poll, type PollAnswer, poll, streamFor } from './streams/poll.ts';
export { readPoll } from './streams/poll_request.ts';
export { resealedAuthorization, resealedKey } from './streams/resealed.ts';
export { verificationUri } from './streams/scim_events.ts';
export { claimsOf, streamUrl } from './streams/token.ts';
export { type EventKey, eventKeys, type Stream, streamKinds, streams } from './streams/types.ts';
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
