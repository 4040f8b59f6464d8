import { limits } from '../../../../config/limits.ts';
import { healthShow } from '../../../operations/index.ts';
import { healthPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { operatorOf } from './door.ts';

export function showHealth(site: Site): Middleware {
  return async function healthOfPlatform(ctx: Context) {
    const health = await healthShow.perform(site, operatorOf(ctx), {});
    await sendPage(site, ctx, healthPage({ health, most: limits.reviewCount }));
  };
}
