import { isIP } from 'node:net';
import { limits } from '../../config/limits.ts';
import { maskText } from '../observe/index.ts';
import type { Context, Next } from './types.ts';

/** `192.0.2.1:4711` and `[2001:db8::1]:4711`, as some proxies forward an address. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/** Stores the client's address while the connection exists. A proxy may forward any text: only an IP address counts. */
export async function settleAddress(ctx: Context, next: Next): Promise<void> {
  const [, bracketed, dotted] = WITH_PORT.exec(ctx.ip) ?? [];
  const address = (bracketed ?? dotted ?? ctx.ip).replace(/%.*/, '');
  ctx.request.ip = isIP(address) === 0 ? 'unknown' : address;
  await next();
}

/** The `User-Agent`, cut to the allowed length. */
export function userAgentOf(ctx: Context): string {
  return maskText(ctx.get('user-agent')).slice(0, limits.nameChars);
}
