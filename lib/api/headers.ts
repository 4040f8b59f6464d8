import { limits } from '../../config/limits.ts';
import type { Route } from './route.ts';

const text = { type: 'string' } as const;

/** The headers of answers. */
export const headers = {
  ETag: { description: 'The version of this answer (RFC 9110 section 8.8.3).', schema: text },
  Link: { description: 'The next page, with `rel="next"` (RFC 8288).', schema: text },
  Location: { description: 'Where the progress of the work is.', schema: { ...text, format: 'uri' } },
  RateLimit: {
    description: 'How many requests the account has left, and for how many seconds: `"account";r=99;t=42`.',
    schema: text,
  },
  'RateLimit-Policy': {
    description: 'How many requests an account has in how many seconds: `"account";q=100;w=60`.',
    schema: text,
  },
  'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 0 } },
} as const;

/** References to headers of answers. */
export function named(...names: readonly (keyof typeof headers)[]) {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function sent(name: string, description: string, schema: object = text) {
  return { name, in: 'header', description, schema } as const;
}

/** The headers of requests. */
export const conditions = {
  KnownAnswer: sent('If-None-Match', 'ETags of answers that you have: 304 if it is still one of them.'),
  IfMatch: sent('If-Match', 'The ETag of the GET of this path: 412 if that is another one by now.'),
  IfNoneMatch: sent('If-None-Match', '`*`: 412 if it exists already.'),
  IdempotencyKey: sent(
    'Idempotency-Key',
    'A text made at random for this request: a repetition gets the first answer again, and nothing is done twice.',
    { ...text, minLength: 1, maxLength: limits.idempotencyKeyChars, pattern: '^[\\x21\\x23-\\x7e]+$' },
  ),
  Prefer: sent('Prefer', '`respond-async`: do not wait for long work, answer 202 at once.'),
} as const;

export type RequestHeader = keyof typeof conditions;

/** The headers that a request may have. */
export function sentHeaders(
  { method }: Route,
  { isShown, isLong }: { readonly isShown: boolean; readonly isLong: boolean },
): RequestHeader[] {
  const isRead = method === 'get';
  return [
    ...(isRead ? (['KnownAnswer'] as const) : []),
    ...(isShown ? (['IfMatch', 'IfNoneMatch'] as const) : []),
    ...(method === 'post' ? (['IdempotencyKey'] as const) : []),
    ...(isLong && !isRead ? (['Prefer'] as const) : []),
  ];
}
