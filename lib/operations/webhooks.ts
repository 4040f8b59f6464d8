import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { Target } from '../access/index.ts';
import type { Reader } from '../store/index.ts';
import {
  changeWebhook,
  EVERYWHERE,
  isTypeFilter,
  makeWebhook,
  removeWebhook,
  rotateSecret,
  webhookNamed,
  webhooksOf,
} from '../webhooks/index.ts';
import { overlap } from './arguments.ts';
import { topLevelGroup } from './find.ts';
import { change, procedure, query } from './operation.ts';
import { iso } from './views.ts';
import { countsOf, webhookView } from './webhook_views.ts';

export const place = {
  group: z
    .string()
    .min(1)
    .exactOptional()
    .describe('path of the top-level group whose changes it hears; without it those of the whole service'),
};
export const named = { ...place, webhook: z.string().min(1).describe('name or id of the webhook') };

const types = z
  .array(z.string().refine(isTypeFilter, { error: ({ input }) => `${String(input)} is no event` }))
  .describe('an event that it hears, such as access.ended, or access.* for all of a noun; repeatable');
const url = z.string().min(1).describe('where events go: an https URL');
const deadlineMinutes = z
  .int()
  .min(1)
  .max(limits.webhookDeadlineMost)
  .describe("minutes in which the product must act on a leaver's event");

/** The group that the input names, or the whole service. */
export async function ofGroupOrPlatform(
  reader: Reader,
  { group }: { readonly group?: string },
): Promise<Target> {
  return group === undefined ? {} : { group: await topLevelGroup(reader, group) };
}

/** Whose webhooks a target has. */
export function rootOf({ group }: Target): string {
  return group?.id ?? EVERYWHERE;
}

export const webhookCreate = change({
  name: 'webhook.create',
  summary: 'Creates a webhook: it sends signed events to a URL. Prints its secret only once.',
  target: ofGroupOrPlatform,
  input: z.object({
    ...place,
    url,
    name: z.string().min(1).exactOptional().describe('its name; by default the host of the URL'),
    types: types.default([]),
    deadlineMinutes: deadlineMinutes.default(limits.webhookDeadlineMinutes),
  }),
  run: async (
    unit,
    actor,
    { url: address, name = hostOf(address), types: heard, deadlineMinutes: minutes },
    at,
  ) => {
    const { secrets, outbound } = at.services;
    const parts = { unit, actor, key: secrets.samlKey, allowPrivate: outbound.allowPrivate };
    const wish = { name, url: address, types: heard, deadlineMinutes: minutes };
    const { webhook, secret } = await makeWebhook(parts, rootOf(at), wish);
    return { secret, webhook: await webhookView(unit, webhook) };
  },
});

export const webhookList = query({
  name: 'webhook.list',
  summary: 'Lists the webhooks of a group or of the whole service.',
  target: ofGroupOrPlatform,
  input: z.object(place),
  run: async (view, _actor, _input, at) => {
    const held = await webhooksOf(view, rootOf(at));
    return { webhooks: await Promise.all(held.map((one) => webhookView(view, one))) };
  },
});

export const webhookShow = query({
  name: 'webhook.show',
  summary: 'Shows a webhook and how many of its deliveries wait or are dead.',
  target: ofGroupOrPlatform,
  input: z.object(named),
  run: async (view, _actor, { webhook: wanted }, at) => {
    const webhook = await webhookNamed(view, rootOf(at), wanted);
    return { ...(await webhookView(view, webhook)), ...(await countsOf(at.services.store, webhook)) };
  },
});

export const webhookChange = change({
  name: 'webhook.change',
  summary: 'Changes a webhook, or enables or disables it.',
  target: ofGroupOrPlatform,
  input: z.object({
    ...named,
    name: z.string().min(1).exactOptional().describe('another name'),
    url: url.exactOptional(),
    types: types.exactOptional(),
    deadlineMinutes: deadlineMinutes.exactOptional(),
    enabled: z.boolean().exactOptional().describe('whether it gets events'),
  }),
  run: async (unit, actor, { group: _group, webhook: wanted, ...wish }, at) => {
    const webhook = await webhookNamed(unit, rootOf(at), wanted);
    const parts = { unit, actor, allowPrivate: at.services.outbound.allowPrivate };
    return webhookView(unit, await changeWebhook(parts, webhook, wish));
  },
});

export const webhookRotate = change({
  name: 'webhook.rotate',
  summary: 'Gives a webhook a new secret; the old one signs too during the overlap.',
  target: ofGroupOrPlatform,
  input: z.object({ ...named, overlap }),
  run: async (unit, actor, { webhook: wanted, overlap: hours }, at) => {
    const webhook = await webhookNamed(unit, rootOf(at), wanted);
    const parts = { unit, actor, key: at.services.secrets.samlKey };
    const { webhook: rotated, secret, endsAt } = rotateSecret(parts, webhook, hours);
    return { secret, formerEndsAt: iso(endsAt), webhook: await webhookView(unit, rotated) };
  },
});

export const webhookRemove = procedure({
  name: 'webhook.remove',
  summary: 'Removes a webhook. What waits for it is not sent.',
  target: ofGroupOrPlatform,
  input: z.object(named),
  run: async (transact, actor, { webhook: wanted }, { services, patience }) => {
    const { view, work } = await transact(async (unit, at) => {
      const webhook = await webhookNamed(unit, rootOf(at), wanted);
      return { work: await removeWebhook(unit, webhook, actor), view: await webhookView(unit, webhook) };
    });
    await services.runner.finish(work, patience);
    return view;
  },
});

/** A URL that cannot be parsed is refused by the rule. */
function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : 'webhook';
}
