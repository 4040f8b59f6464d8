import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { groupWithId, mailOwners } from '../groups/index.ts';
import { filled, guideOf, type Values } from '../guides/index.ts';
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
  useSignOn,
} from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import { keysOf, providerOf, saveProvider } from '../sign_on/index.ts';
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
import { wantedChanges } from './look_ups.ts';
import { change, procedure, query } from './operation.ts';
import { keyParts } from './saml_views.ts';
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
  /** Whether its holder may enter the identity provider of single sign-on. */
  readonly signOn: boolean;
}

export const setupLinkCreate = change({
  name: 'setup_link.create',
  summary: 'Creates a link with which somebody without an account connects the identity provider.',
  target: ofTopLevelGroup,
  input: z.object({
    ...place,
    name: z.string().min(1).describe('for whom it is'),
    expiresIn: checkedText(daysOf).default('7d').describe('time until it expires: 7d or 4w'),
    signOn: z.boolean().default(false).describe('let them enter the identity provider of single sign-on too'),
  }),
  run: async (
    unit,
    actor,
    { integration: wanted, name, expiresIn, signOn },
    { group, publicUrl, services },
  ) => {
    const integration = await integrationOf(unit, group, wanted);
    const wish = { name, days: daysOf(expiresIn), signOn };
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
    const values = await valuesOf(view, house, group);
    // Requests with wrong credentials belong to the whole group: only that they came is shown.
    const { wrongCredentials: _hidden, ...checklist } = checklistView({ firsts, stranger });
    return {
      group: group.name,
      integration: integration.name,
      preset,
      expiresAt: iso(link.expiresAt),
      ...(link.generatedAt === undefined ? {} : { generatedAt: iso(link.generatedAt) }),
      guide: filled(guideOf(preset), values),
      ...(link.signOn === true ? { signOn: await signOnOf(view, link, values) } : {}),
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

export const setupLinkSignOn = procedure({
  name: 'setup_link.sign_on',
  summary: 'Enters the identity provider of single sign-on by a set-up link.',
  target: ofSetupLink,
  input: z.object({
    metadataUrl: z.string().trim().min(1).max(1_024).exactOptional().describe('https URL of its metadata'),
    metadataFile: z
      .string()
      .min(1)
      .max(limits.samlMetadataBytes)
      .exactOptional()
      .describe('its metadata')
      .meta({ file: true }),
  }),
  run: async (transact, actor, given, { link: { rootId }, services }) => {
    const { store } = services;
    if (Object.keys(given).length === 0)
      throw new RuleError(
        'incomplete_provider',
        'Enter the metadata URL of your identity provider, or paste its metadata.',
      );
    const group = await groupWithId(store, rootId, rootId);
    if (!group) throw new RuleError('not_found', 'The group is gone.');
    const known = await providerOf(store, rootId);
    const changes = await wantedChanges(services, rootId, given, known);
    const keys = await keysOf(keyParts(services), group, known);
    return transact(async (unit, { link }) => {
      const present = await providerOf(unit, rootId);
      useSignOn(unit, link, present?.idp !== undefined);
      const { idp } = await saveProvider(unit, group, { ...changes, keys }, actor);
      const entered = idp?.entityId ?? '';
      await mailOwners(unit, rootId, (name) => ({
        template: 'saml_attention',
        group: name,
        problems: [
          `The holder of the set-up link ${link.name} has entered the identity provider ${entered}. Test the sign-in ` +
            'before members use it. If no owner intended this, revoke the link and set the provider up again.',
        ],
      }));
      return { entityId: entered };
    });
  },
});

/** What the page of a link shows of single sign-on. */
async function signOnOf(view: View, { rootId, signOnAt }: SetupLink, values: Values) {
  const provider = await providerOf(view, rootId);
  const entityId = provider?.idp?.entityId;
  return {
    entityId: values.entityId,
    acsUrl: values.acsUrl,
    ...(entityId === undefined ? {} : { identityProvider: entityId }),
    mayEnter: entityId === undefined || signOnAt !== undefined,
  };
}

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
  const { id, name, createdAt, createdBy, expiresAt, generatedAt, signOn = false } = link;
  const maker = createdBy === undefined ? undefined : await view.get(accounts, PLATFORM, createdBy);
  return {
    id,
    name,
    createdAt: iso(createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
    expiresAt: iso(expiresAt),
    ...(generatedAt === undefined ? {} : { generatedAt: iso(generatedAt) }),
    ...((await isMakerOwner(view, link)) ? {} : { ended: true as const }),
    signOn,
  };
}
