import { limits } from '../../config/limits.ts';
import type { Actor, EventBody, Unit } from '../audit/index.ts';
import { type Group, pathsOf, renameGroup } from '../groups/index.ts';
import { givenName, RuleError } from '../kernel/index.ts';
import { fold } from '../scim/index.ts';
import type { Reader } from '../store/index.ts';
import { presets } from './presets.ts';
import {
  defaultSettings,
  type Integration,
  type IntegrationSettings,
  integrations,
  type PresetName,
} from './types.ts';
import { withoutAccessTokens } from './with_credentials.ts';

export interface NewIntegration {
  readonly name: string;
  readonly description?: string;
  /** The preset of the initial settings; `settings` override it. */
  readonly preset?: PresetName;
  readonly settings?: Partial<IntegrationSettings>;
}

export async function createIntegration(
  unit: Unit,
  root: Group,
  wishes: NewIntegration,
  actor: Actor,
): Promise<Integration> {
  if (root.parentId !== undefined)
    throw new RuleError(
      'not_top_level_group',
      'Only a top-level group has integrations. Name the top-level group.',
    );
  const others = await listIntegrations(unit, root.id);
  if (others.length >= limits.integrationsPerGroup)
    throw new RuleError(
      'too_many_integrations',
      `A group has at most ${limits.integrationsPerGroup} integrations. Remove one first.`,
    );
  refuseTakenName(others, wishes.name);
  const preset = wishes.preset ?? 'generic';
  const integration = unit.insert(integrations, {
    id: unit.id(),
    rootId: root.id,
    name: givenName(wishes.name),
    description: wishes.description ?? '',
    enabled: true,
    preset,
    settings: { ...defaultSettings, ...presets[preset], ...wishes.settings },
    tokens: [],
    digests: [],
    paths: await pathsOf(unit, root.id),
    createdAt: unit.now(),
  });
  note(unit, integration, actor, {
    action: 'integration.created',
    detail: { name: integration.name },
  });
  return integration;
}

export async function listIntegrations(reader: Reader, rootId: string): Promise<Integration[]> {
  return (await reader.list(integrations, rootId, { limit: limits.integrationsPerGroup })).items;
}

/** By id or by name. Throws `RuleError` when the group has none. */
export async function integrationNamed(
  reader: Reader,
  rootId: string,
  idOrName: string,
): Promise<Integration> {
  const found = (await listIntegrations(reader, rootId)).find(
    ({ id, name }) => id === idOrName || name === idOrName,
  );
  if (!found) throw new RuleError('not_found', `The group has no integration ${idOrName}.`);
  return found;
}

interface IntegrationWishes extends Partial<NewIntegration> {
  readonly enabled?: boolean;
}

/**
 * Changes what is given. A preset resets its switches, and `settings` override it. Throws `RuleError` when another
 * integration of the group has the name, or this one is being removed.
 */
export async function changeIntegration(
  unit: Unit,
  integration: Integration,
  wishes: IntegrationWishes,
  actor: Actor,
): Promise<Integration> {
  refuseEnding(integration);
  const others = await listIntegrations(unit, integration.rootId);
  const { preset } = wishes;
  if (wishes.name?.trim() !== integration.name)
    refuseTakenName(
      others.filter(({ id }) => id !== integration.id),
      wishes.name,
    );
  const { settings, ...rest } = wishes;
  const { name = integration.name } = wishes;
  const changed = {
    ...integration,
    name: name === integration.name ? name : givenName(name),
    description: wishes.description ?? integration.description,
    enabled: wishes.enabled ?? integration.enabled,
    ...(preset ? { preset } : {}),
    settings: { ...integration.settings, ...(preset ? presets[preset] : {}), ...settings },
  };
  note(unit, integration, actor, {
    action: 'integration.changed',
    detail: { ...rest, ...(settings ? { settings: { ...settings } } : {}) },
  });
  const isOff = integration.enabled && !changed.enabled;
  return unit.update(integrations, isOff ? withoutAccessTokens(changed, unit.now()) : changed);
}

/** Renames a group. From then on the endpoint of a top-level group answers under both paths. */
export async function renameConnectedGroup(
  unit: Unit,
  group: Group,
  { slug = group.slug, name }: { readonly slug?: string; readonly name?: string },
  actor: Actor,
): Promise<Group> {
  const renamed = await renameGroup(unit, group, { slug, name: name ?? group.name });
  if (group.parentId === undefined)
    for (const integration of await listIntegrations(unit, group.id))
      unit.update(integrations, {
        ...integration,
        paths: [...new Set([...integration.paths, renamed.slugKey])],
      });
  unit.record({
    rootId: group.rootId,
    actor,
    action: 'group.renamed',
    target: { kind: 'group', id: group.id },
    detail: { from: group.slug, to: slug, ...(name === undefined ? {} : { name }) },
  });
  return renamed;
}

export function refuseEnding({ name, ending }: Integration): void {
  if (ending) throw new RuleError('integration_ending', `The integration ${name} is being removed.`);
}

function refuseTakenName(others: readonly Integration[], name: string | undefined): void {
  const taken = others.find((other) => fold(other.name) === fold(name?.trim() ?? ''));
  if (taken)
    throw new RuleError(
      'integration_name_taken',
      `The group already has an integration named ${taken.name} (upper and lower case are the same). Choose another name.`,
    );
}

export function note(
  unit: Unit,
  integration: Integration,
  actor: Actor,
  event: EventBody<
    | 'integration.created'
    | 'integration.changed'
    | 'token.created'
    | 'token.rotated'
    | 'token.revoked'
    | 'credential.created'
    | 'credential.rotated'
    | 'credential.revoked'
    | 'setup_link.created'
    | 'setup_link.revoked'
  >,
): void {
  const target = { kind: 'integration', id: integration.id } as const;
  unit.record({ rootId: integration.rootId, actor, target, ...event });
}
