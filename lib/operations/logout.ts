import { z } from 'zod';
import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import type { Group } from '../groups/index.ts';
import { type Outbound, OutboundError, RuleError } from '../kernel/index.ts';
import { issuerNamed, type LogoutIssuer, makePushToken, removeIssuer, saveIssuer } from '../logout/index.ts';
import { PLATFORM } from '../store/index.ts';
import { eventsUrlOf, revocationUrlOf } from './addresses.ts';
import { rootPath } from './arguments.ts';
import { spendLookUp } from './look_ups.ts';
import { change, procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

/** The logout issuer of a group, and the addresses that it needs. */
export interface LogoutView {
  readonly group: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience?: string;
  readonly revocationUrl: string;
  readonly eventsUrl: string;
  readonly createdAt: string;
  /** The username of the owner who entered it; absent when the operator did. */
  readonly createdBy?: string;
  /** The token that a push must have; absent when the signature is enough. */
  readonly pushToken?: { readonly hint: string; readonly createdAt: string };
  readonly last?: { readonly at: string; readonly event: string };
}

const word = (description: string) => z.string().trim().min(1).exactOptional().describe(description);

export const logoutSet = procedure({
  name: 'logout.set',
  summary: 'Enters the issuer whose word signs people out of a group, or replaces it.',
  target: ofTopLevelGroup,
  input: z.object({
    group: rootPath,
    issuer: word('the issuer, as its messages name it'),
    jwksUrl: word('the URL of its keys'),
    configurationUrl: word('the URL of its SSF configuration, instead of issuer and JWKS URL'),
    audience: word('the audience of its security events, if it is not the address of the endpoint'),
  }),
  run: async (transact, actor, { group: _path, audience, ...given }, at) => {
    const { outbound } = at.services;
    if (given.configurationUrl !== undefined) await spendLookUp(at.services, at.group.id);
    const named = await namedIssuer(given, outbound, at.nameOf);
    const wish = { ...named, ...(audience === undefined ? {} : { audience }) };
    return transact(async (unit, { group, publicUrl }) =>
      viewOf(unit, group, publicUrl, await saveIssuer(unit, group, wish, outbound.allowPrivate, actor)),
    );
  },
});

export const logoutShow = query({
  name: 'logout.show',
  summary: 'Shows the issuer whose word signs people out, and the addresses to enter there.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group, publicUrl }) =>
    viewOf(view, group, publicUrl, await issuerNamed(view, group)),
});

export const logoutToken = change({
  name: 'logout.token',
  summary: 'Generates the token that pushed security events must have. Prints it only once.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (unit, actor, _input, { group, publicUrl, services: { secrets } }) => {
    const made = makePushToken(unit, await issuerNamed(unit, group), secrets.tokenPepper, actor);
    return { secret: made.secret, ...(await viewOf(unit, group, publicUrl, made.issuer)) };
  },
});

export const logoutRemove = change({
  name: 'logout.remove',
  summary: 'Removes the issuer. Rollcall refuses its messages from then on.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (unit, actor, _input, { group, publicUrl }) => {
    const issuer = await issuerNamed(unit, group);
    await removeIssuer(unit, issuer, actor);
    return viewOf(unit, group, publicUrl, issuer);
  },
});

interface Named {
  readonly issuer?: string;
  readonly jwksUrl?: string;
  readonly configurationUrl?: string;
}

/** The issuer and its JWKS URL, as given or as its SSF configuration says. Throws `RuleError`. */
async function namedIssuer(
  { issuer, jwksUrl, configurationUrl }: Named,
  outbound: Outbound,
  nameOf: (argument: string) => string,
): Promise<{ readonly issuer: string; readonly jwksUrl: string }> {
  const isGiven = issuer !== undefined || jwksUrl !== undefined;
  if (configurationUrl !== undefined && isGiven)
    throw new RuleError(
      'contradictory_arguments',
      `Give ${nameOf('configurationUrl')}, or ${nameOf('issuer')} and ${nameOf('jwksUrl')}, not both.`,
    );
  if (configurationUrl !== undefined) return fetchedIssuer(configurationUrl, outbound);
  if (issuer === undefined || jwksUrl === undefined)
    throw new RuleError(
      'invalid_federation',
      `Give ${nameOf('issuer')} and ${nameOf('jwksUrl')}, or ${nameOf('configurationUrl')}.`,
    );
  return { issuer, jwksUrl };
}

/** SSF 1.0 section 7.1. */
const configuration = z.object({ issuer: z.string(), jwks_uri: z.string() });

async function fetchedIssuer(url: string, outbound: Outbound) {
  try {
    const { text } = await outbound.get(url, undefined, 'application/json');
    const { issuer, jwks_uri: jwksUrl } = configuration.parse(JSON.parse(text));
    return { issuer, jwksUrl };
  } catch (error) {
    const problem =
      error instanceof OutboundError ? error.message : 'it has no SSF configuration with issuer and jwks_uri';
    throw new RuleError('invalid_federation', `The configuration URL cannot be used: ${problem}.`, error);
  }
}

async function viewOf(
  view: View,
  { slug }: Group,
  publicUrl: string,
  { issuer, jwksUrl, audience, createdAt, createdBy, pushToken, last }: LogoutIssuer,
): Promise<LogoutView> {
  const maker = createdBy === undefined ? undefined : await view.get(accounts, PLATFORM, createdBy);
  return {
    group: slug,
    issuer,
    jwksUrl,
    ...(audience === undefined ? {} : { audience }),
    revocationUrl: revocationUrlOf(publicUrl, slug),
    eventsUrl: eventsUrlOf(publicUrl, slug),
    createdAt: iso(createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
    ...(pushToken ? { pushToken: { hint: pushToken.hint, createdAt: iso(pushToken.createdAt) } } : {}),
    ...(last ? { last: { at: iso(last.at), event: last.event } } : {}),
  };
}
