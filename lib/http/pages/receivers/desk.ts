import type { Caller } from '../../../access/index.ts';
import { operatorSide, type Side } from '../../../views/index.ts';
import type { Context } from '../../types.ts';
import { callerOf } from '../group/caller.ts';
import { missingSignOn, type Unconfirmed, unconfirmed } from '../group/confirmed.ts';
import { placeHere } from '../group/place.ts';
import { groupUrl, sideOf } from '../group/side.ts';
import { operatorOf } from '../operator/door.ts';
import { hasPassword } from '../own_password.ts';
import type { Site } from '../site.ts';

/** Whose receivers the pages show, and who may use them. */
export interface Desk {
  readonly of: 'group' | 'service';
  caller(ctx: Context): Caller;
  /** What names the group in each operation; nothing for the whole service. */
  scope(ctx: Context): { readonly group?: string };
  /** The path of the pages of webhooks or streams. */
  at(ctx: Context, page: 'webhooks' | 'streams'): string;
  side(ctx: Context): Side;
  /** Whether a form asks for the password. */
  asksPassword(ctx: Context): boolean;
  /** What the person still has to prove before they see the form, and after they sent it. */
  missing(site: Site, ctx: Context, back: string): Unconfirmed | undefined;
  unconfirmed(site: Site, ctx: Context, back: string): Promise<Unconfirmed | undefined>;
}

/** The pages of the owners of a top-level group. */
export const ownersDesk: Desk = {
  of: 'group',
  caller: callerOf,
  scope: (ctx) => ({ group: placeHere(ctx).path }),
  at: (ctx, page) => groupUrl(placeHere(ctx).path, page),
  side: (ctx) => sideOf(placeHere(ctx), 'webhooks'),
  asksPassword: hasPassword,
  missing: missingSignOn,
  unconfirmed,
};

/** The operator's pages. Their doors ask for a fresh sign-in by password, so no form asks again. */
export const operatorsDesk: Desk = {
  of: 'service',
  caller: operatorOf,
  scope: () => ({}),
  at: (_ctx, page) => `/operator/${page}`,
  side: () => operatorSide('/operator/webhooks'),
  asksPassword: () => false,
  missing: () => undefined,
  unconfirmed: async () => undefined,
};

/** The menu and the way up of a page below the list. */
export function below(desk: Desk, ctx: Context) {
  return { side: desk.side(ctx), crumbs: [{ to: desk.at(ctx, 'webhooks'), text: 'Webhooks' }] };
}
