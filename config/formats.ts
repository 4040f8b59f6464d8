import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isThisMachine } from './this_machine.ts';

export const whole = (from: number, to: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to,
      `must be a whole number from ${from} to ${to}`,
    )
    .transform(Number);

export const rate = z
  .string()
  .regex(/^[1-9]\d{0,8}\/[1-9]\d{0,3}s$/, 'must be a number of requests and of seconds, such as 600/60s')
  .transform((text) => {
    const [requests, seconds] = text.slice(0, -1).split('/').map(Number);
    return { requests: requests ?? 0, seconds: seconds ?? 0 };
  });

export const url = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:\/\//i.test(text), {
    error: 'must be an http or https URL',
    abort: true,
  })
  .refine(isPlain, 'must have no user, query or fragment')
  .refine(
    (text) => /^https:/i.test(text) || isThisMachine(new URL(text).hostname),
    'must be https: tokens and passwords would cross the network in the clear',
  )
  .transform((text) => text.replace(/\/+$/, ''));

/** A text that ends in a number must be a full address: the system would read `127.1` as one. */
export const host = z
  .string()
  .refine(
    (text) => isIP(text) !== 0 || (/^[\w.-]+$/.test(text) && !/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(text)),
    'must be an address or a host name',
  );

/** The normal form of a URL, without a slash at its end. */
export function normalUrl(text: string): string {
  return new URL(text).href.replace(/\/+$/, '');
}

export const starting = (schemes: readonly string[]) =>
  z
    .string()
    .refine(
      (text) =>
        schemes.some((scheme) => text.toLowerCase().startsWith(scheme) && text.length > scheme.length),
      `must begin with ${schemes.join(' or ')}`,
    );

export const addresses = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .refine(
    (list) => list.every(isServer),
    'must be IP addresses, perhaps with ports, with commas between them',
  )
  .transform((list): readonly string[] => list);

export const directory = z
  .string()
  .transform((path) => resolve(path))
  .refine((path) => existsSync(path) && statSync(path).isDirectory(), 'names no directory');

export const secret = z
  .string()
  .min(32, 'must have at least 32 characters')
  .transform((text) => Buffer.from(text));

export function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}

/** `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53`. */
function isServer(text: string): boolean {
  const [, bare = '', port] = /^(.+?)(?::(\d{1,5}))?$/.exec(isIP(text) === 6 ? `[${text}]` : text) ?? [];
  const isAddress = bare.startsWith('[')
    ? isIP(bare.slice(1, -1)) === 6 && bare.endsWith(']')
    : isIP(bare) === 4;
  return isAddress && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
}

/** Even an empty query or fragment would swallow a path appended to it. */
function isPlain(text: string): boolean {
  const { username, password } = new URL(text);
  return username === '' && password === '' && !/[?#]/.test(text);
}
