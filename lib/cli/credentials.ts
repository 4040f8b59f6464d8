import type { CredentialView } from '../operations/index.ts';
import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, listing, shortTime } from './terminal/layout.ts';
import type { Paint, Style } from './terminal/paint.ts';
import { scopesText } from './tokens.ts';

export const credentialCreate = commandOf(operations.credentialCreate, {
  example: 'credential create acme --kind client --name Entra --expires-in 1y',
  positional: ['group'],
  text: (made, paint) => newText(`Created the ${nameOf(made.credential)}.`, made, paint),
});

export const credentialList = commandOf(operations.credentialList, {
  example: 'credential list acme',
  positional: ['group'],
  text: ({ integration, credentials }, paint) =>
    listing(
      ['name', 'kind', 'ends in', 'state', 'created by', 'expires', 'last used', 'from', 'scopes', 'id'],
      credentials.map((one) => [
        one.name,
        one.kind,
        one.hint ?? '',
        [STATES[one.state], one.state],
        one.createdBy ?? '',
        shortTime(one.expiresAt),
        one.lastUsed ? shortTime(one.lastUsed.at) : 'never',
        one.lastUsed?.ip ?? '',
        scopesText(one.scopes),
        one.id,
      ]),
      { none: `${integration} has no credential.` },
      paint,
    ),
});

export const credentialRotate = commandOf(operations.credentialRotate, {
  example: 'credential rotate acme Entra --overlap 24',
  positional: ['group', 'credential'],
  text: (made, paint) =>
    newText(
      `Rotated the ${nameOf(made.credential)}; the old one works until ${shortTime(made.replaces.expiresAt)} UTC.`,
      made,
      paint,
    ),
});

export const credentialRevoke = commandOf(operations.credentialRevoke, {
  example: 'credential revoke acme Entra',
  positional: ['group', 'credential'],
  text: ({ credential }) => `The ${nameOf(credential)} is revoked; it no longer works.`,
});

const STATES: Readonly<Record<CredentialView['state'], Style>> = {
  live: 'green',
  expired: 'dim',
  revoked: 'dim',
};

interface Made {
  readonly scimUrl: string;
  readonly tokenUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly secret?: string;
  readonly credential: CredentialView;
}

function nameOf({ kind, name }: CredentialView): string {
  return `${kind} ${name}`;
}

function newText(
  done: string,
  { scimUrl, tokenUrl, clientId, clientSecret, secret, credential }: Made,
  paint: Paint,
): string {
  const { scopes, cidrs, expiresAt, trust } = credential;
  const isSecret = secret !== undefined || clientSecret !== undefined;
  return joined(
    done,
    fields(
      [
        ['SCIM endpoint', scimUrl],
        ['token URL', tokenUrl],
        ['client id', clientId],
        ['client secret', clientSecret === undefined ? undefined : ['cyan', clientSecret]],
        ['SCIM token', secret === undefined ? undefined : ['cyan', secret]],
        ['issuer', trust?.issuer],
        ['JWKS URL', trust?.jwksUrl],
        ['subject', trust?.subject],
        ['audience', trust?.audience],
        ['scopes', scopes.join(', ')],
        ['only from', cidrs.length === 0 ? undefined : cidrs.join(', ')],
        ['expires', shortTime(expiresAt)],
      ],
      paint,
    ),
    ...(isSecret ? ['The secret is not shown again.'] : []),
  );
}
