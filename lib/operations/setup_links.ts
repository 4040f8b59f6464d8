import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { groupWithId } from '../groups/index.ts';
import { filled, guideOf } from '../guides/index.ts';
import {
  credentialsOf,
  isLive,
  isMakerOwner,
  mailOtherOwners,
  makeSetupLink,
  reachedBy,
  revokeSetupLink,
  type SetupLink,
  setupLinksOf,
  useSetupLink,
} from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import { PLATFORM } from '../store/index.ts';
import { setupUrlOf } from './addresses.ts';
import { checkedText, integrationName, rootPath } from './arguments.ts';
import { checklistView } from './checklist_view.ts';
import { makers } from './credential_kinds.ts';
import { worded } from './credential_views.ts';
import { addressesOf, refuseTrust, shownOnce, trustFields } from './credentials.ts';
import { integrationOf } from './find.ts';
import { valuesOf } from './guides.ts';
import { daysOf } from './life_time.ts';
import { change, query } from './operation.ts';
import { ofSetupLink, ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

const place = { group: rootPath, integration: integrationName };

export interface SetupLinkView {
  readonly id: string;
  /** For whom it is. */
  readonly name: string;
  readonly createdAt: string;
  /** The username of the owner who made it; absent when the operator did. */
  readonly createdBy?: string;
  readonly expiresAt: string;
  /** When its holder generated the one credential. */
  readonly generatedAt?: string;
  /** Who made it is no owner any more, so it does not work. */
  readonly ended?: true;
}

export const setupLinkCreate = change({
  name: 'setup_link.create',
  summary: 'Creates a link with which somebody without an account connects the identity provider.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    name: z.string().min(1).describe('for whom it is'),
    expiresIn: checkedText(daysOf).default('7d').describe('time until it expires: 7d or 4w'),
  }),
  run: async (unit, actor, { integration: wanted, name, expiresIn }, { group, publicUrl, services }) => {
    const integration = await integrationOf(unit, group, wanted);
    const wish = { name, days: daysOf(expiresIn) };
    const { tokenPepper } = services.secrets;
    const { secret, link } = await makeSetupLink(unit, integration, wish, tokenPepper, actor);
    await mailOtherOwners(unit, integration, actor, `created the set-up link ${link.name}`, 'setup_link');
    return {
      url: setupUrlOf(publicUrl, secret),
      integration: integration.name,
      link: await viewOf(unit, link),
    };
  },
});

export const setupLinkList = query({
  name: 'setup_link.list',
  summary: 'Lists the live set-up links of an integration.',
  target: ofTopLevelGroup,
  input: z.object(place),
  run: async (view, _actor, { integration: wanted }, { group }) => {
    const integration = await integrationOf(view, group, wanted);
    const links = await setupLinksOf(view, integration);
    return {
      integration: integration.name,
      links: await Promise.all(links.map((link) => viewOf(view, link))),
    };
  },
});

export const setupLinkRevoke = change({
  name: 'setup_link.revoke',
  summary: 'Revokes a set-up link at once. The credential that it generated stays.',
  target: ofTopLevelGroup,
  input: z.object({ ...place, link: z.string().min(1).describe('name or id of the link') }),
  run: async (unit, actor, { integration: wanted, link: which }, { group }) => {
    const integration = await integrationOf(unit, group, wanted);
    const link = linkNamed(await setupLinksOf(unit, integration), which);
    revokeSetupLink(unit, integration, link, actor);
    return { integration: integration.name, link: await viewOf(unit, link) };
  },
});

export const setupLinkShow = query({
  name: 'setup_link.show',
  summary: 'Shows the holder of a set-up link how to connect the identity provider, and what has arrived.',
  target: ofSetupLink,
  input: z.object({}),
  run: async (view, _actor, _input, { link, integration, services, ...house }) => {
    await services.firsts.flush();
    const [group, { firsts, stranger }] = await Promise.all([
      groupWithId(view, link.rootId, link.rootId),
      reachedBy(view, integration),
    ]);
    if (!group) throw new RuleError('not_found', 'The group is gone.');
    const preset = integration.preset ?? 'generic';
    // Requests with wrong credentials belong to the whole group: only that they came is shown.
    const { wrongCredentials: _hidden, ...checklist } = checklistView({ firsts, stranger });
    return {
      group: group.name,
      integration: integration.name,
      preset,
      expiresAt: iso(link.expiresAt),
      ...(link.generatedAt === undefined ? {} : { generatedAt: iso(link.generatedAt) }),
      guide: filled(guideOf(preset), await valuesOf(view, house, group)),
      checklist,
    };
  },
});

export const setupLinkGenerate = change({
  name: 'setup_link.generate',
  summary: 'Generates the one credential of a set-up link. Shows its secret only once.',
  target: ofSetupLink,
  input: z.object({
    kind: z
      .enum(['token', 'client', 'federation'])
      .describe('a static token, a client with a secret, or a federation with the issuer of assertions'),
    ...trustFields,
  }),
  run: async (unit, actor, { kind, ...trust }, { link, integration, publicUrl, services, nameOf }) => {
    if (kind !== 'federation') refuseTrust(trust, nameOf);
    useSetupLink(unit, link);
    const group = await groupWithId(unit, link.rootId, link.rootId);
    if (!group) throw new RuleError('not_found', 'The group is gone.');
    const live = credentialsOf(integration).filter((one) => isLive(one, unit.now()));
    const wishes = { name: freeName(link.name, new Set(live.map(({ name }) => fold(name)))) };
    const made = makers[kind]({ unit, integration, actor, services }, wishes, trust);
    await mailOtherOwners(unit, integration, actor, `created ${worded(made.credential)}`);
    return shownOnce(unit, integration, made, addressesOf(publicUrl, group.slug));
  },
});

/** The wanted name, with a number where a live credential has it. */
function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted.slice(0, limits.nameChars - 8)} (${count})`;
    if (!taken.has(fold(name))) return name;
  }
}

function linkNamed(links: readonly SetupLink[], idOrName: string): SetupLink {
  const found = links.filter(({ id, name }) => id === idOrName || name === idOrName);
  const [only] = found;
  if (!only) throw new RuleError('not_found', `The integration has no live set-up link ${idOrName}.`);
  if (found.length > 1)
    throw new RuleError(
      'ambiguous_name',
      `Several set-up links are named ${idOrName}. Give the id of one: ${found.map(({ id }) => id).join(', ')}.`,
    );
  return only;
}

async function viewOf(view: View, link: SetupLink): Promise<SetupLinkView> {
  const { id, name, createdAt, createdBy, expiresAt, generatedAt } = link;
  const maker = createdBy === undefined ? undefined : await view.get(accounts, PLATFORM, createdBy);
  return {
    id,
    name,
    createdAt: iso(createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
    expiresAt: iso(expiresAt),
    ...(generatedAt === undefined ? {} : { generatedAt: iso(generatedAt) }),
    ...((await isMakerOwner(view, link)) ? {} : { ended: true as const }),
  };
}
