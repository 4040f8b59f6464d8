import { limits } from '../../../../config/limits.ts';
import { unverifiedInResponseTo } from '../../../saml/index.ts';
import {
  type PendingRequest,
  pendingRequest,
  type RequestReference,
  type SamlSide,
} from '../../../sign_on/index.ts';
import type { Context } from '../../types.ts';
import { cookie, setCrossSiteCookie } from '../cookies.ts';
import type { Site } from '../site.ts';

/** The sign-ins that this browser has started: several, because tabs may start them at the same time. */
const COOKIE = '__Host-saml_rq';
const SECRET = /^[\w-]{32}$/;

/** Adds a request to the browser's cookie, newest first. */
export function rememberRequest(
  { services: { runtime } }: Site,
  ctx: Context,
  browser: string,
  expires: number,
): void {
  const others = secrets(ctx).filter((other) => other !== browser);
  const kept = [browser, ...others].slice(0, limits.samlOpenRequests);
  setCrossSiteCookie(ctx, COOKIE, kept.join('.'), Math.ceil((expires - runtime.now()) / 1_000));
}

/** The requests of this browser that a posted form may answer; only the newest secret if none matches. */
export async function pendingHere(
  site: Site,
  ctx: Context,
  { provider }: SamlSide,
  { relayState, samlResponse }: { readonly relayState: string; readonly samlResponse: string },
): Promise<Partial<PendingRequest>> {
  const held = secrets(ctx);
  const { store } = site.services;
  const [newest] = held;
  if (newest === undefined) return {};
  return (
    (await pendingRequest(store, provider, { relayState }, held)) ??
    (await pendingRequest(store, provider, referenceIn(samlResponse), held)) ?? { browser: newest }
  );
}

function referenceIn(samlResponse: string): RequestReference {
  const inResponseTo = unverifiedInResponseTo(samlResponse);
  return inResponseTo === undefined ? {} : { inResponseTo };
}

/** Removes a used request from the cookie. */
export function forgetRequest(ctx: Context, browser: string | undefined): void {
  const left = secrets(ctx).filter((other) => other !== browser);
  setCrossSiteCookie(ctx, COOKIE, left.join('.'), left.length > 0 ? limits.samlRequestMs / 1_000 : 0);
}

function secrets(ctx: Context): string[] {
  return (cookie(ctx, COOKIE) ?? '')
    .split('.')
    .filter((text) => SECRET.test(text))
    .slice(0, limits.samlOpenRequests);
}
