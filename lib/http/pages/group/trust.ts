import type { TrustFields } from '../../../views/index.ts';
import type { Context } from '../../types.ts';
import { field } from '../form.ts';

export const noTrust: TrustFields = { issuer: '', jwksUrl: '', subject: '', audience: '' };

const labels: Readonly<Record<string, string>> = {
  issuer: 'Issuer',
  jwksUrl: 'JWKS URL',
  subject: 'Subject',
  audience: 'Audience',
};

/** What the form calls an argument of a federation. */
export function trustLabel(argument: string): string {
  return labels[argument] ?? argument;
}

/** What was typed of a federation. */
export function typedTrust(ctx: Context): TrustFields {
  return {
    issuer: field(ctx, 'issuer').trim(),
    jwksUrl: field(ctx, 'jwksUrl').trim(),
    subject: field(ctx, 'subject').trim(),
    audience: field(ctx, 'audience').trim(),
  };
}

/** The fields that are not empty. */
export function filledIn(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}
