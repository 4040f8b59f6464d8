import { z } from 'zod';
import { type Enforcement, enforce, lineOf, ruleAlong } from '../access/enforcement.ts';
import { asciiDomain } from '../domains/domain_names.ts';
import type { SamlProvider } from '../groups/saml_provider.ts';
import { groupAt, pathOf } from '../groups/tree.ts';
import type { Group } from '../groups/types.ts';
import { checkedText, groupPath, rootPath } from '../operations/arguments.ts';
import { topLevelGroup } from '../operations/find.ts';
import { accountRefById, iso } from '../operations/views.ts';
import { providerNamed } from '../sign_on/provider/providers.ts';
import { isTested } from '../sign_on/provider/tested.ts';
import { makeRecoveryCodes } from '../sign_on/recovery_codes.ts';
import type { Reader } from '../store/port.ts';
import { command, operator } from './command.ts';
import { joined, shortTime } from './terminal/layout.ts';

/** The rule that counts for a group, and the group that it was set for. */
export interface EnforcementView {
  readonly mode: Enforcement['mode'];
  readonly domains?: readonly string[];
  readonly from?: string;
}

export async function enforcementView(reader: Reader, group: Group): Promise<EnforcementView> {
  const line = await lineOf(reader, group);
  const rule = await ruleAlong(reader, line);
  if (!rule) return { mode: 'off' };
  const { mode, domains, id } = rule;
  const from = line.slice(0, line.findIndex((above) => above.id === id) + 1).map(({ slug }) => slug);
  return { mode, ...(domains.length === 0 ? {} : { domains }), from: from.join('/') };
}

export function enforcementText({ mode, domains = [], from }: EnforcementView): string {
  const whom = mode === 'domains' ? domains.join(', ') : mode;
  return from === undefined ? whom : `${whom} (set for ${from})`;
}

/** When a test sign-in succeeded last, who made it, and whether that was with the present settings. */
export interface TestView {
  readonly at: string;
  readonly by: string;
  readonly counts: boolean;
}

export async function testView(
  reader: Reader,
  provider: SamlProvider,
  { at, by }: NonNullable<SamlProvider['tested']>,
): Promise<TestView> {
  const { username } = await accountRefById(reader, by);
  return { at: iso(at), by: username, counts: isTested(provider) };
}

export function testText({ at, by, counts }: TestView): string {
  return `${shortTime(at)} by ${by}${counts ? '' : ', before something changed that sign-ins depend on: test again'}`;
}

export const samlEnforce = command({
  name: 'saml enforce',
  summary: 'Says who gets into a group only after a fresh sign-in by SAML.',
  example: 'saml enforce acme --mode domains --domain acme.test',
  args: z.object({
    group: groupPath,
    mode: z
      .enum(['off', 'everyone', 'domains', 'inherit'])
      .describe('whom it concerns; inherit takes the rule of this group away'),
    domain: z
      .array(checkedText(asciiDomain))
      .default([])
      .describe('domain of a primary e-mail; several are possible'),
  }),
  positional: ['group'],
  run: ({ store, runtime }, _context, { group: path, mode, domain }) =>
    store.transaction(async (tx) => {
      const group = await groupAt(tx, path);
      await enforce(tx, runtime, group, { mode, domains: domain }, operator);
      return { group: await pathOf(tx, group), enforcement: await enforcementView(tx, group) };
    }),
  text: ({ group, enforcement }) => `Enforced for ${group}: ${enforcementText(enforcement)}.`,
});

export const samlRecoveryCodes = command({
  name: 'saml recovery-codes',
  summary: 'Makes new recovery codes for the owners of a group, in the place of the former ones.',
  example: 'saml recovery-codes acme',
  args: z.object({ group: rootPath }),
  positional: ['group'],
  run: async ({ store, runtime, secrets }, _context, { group: path }) =>
    store.transaction(async (tx) => {
      const group = await topLevelGroup(tx, path);
      await providerNamed(tx, group);
      const codes = await makeRecoveryCodes(tx, runtime, secrets.samlKey, group.id, operator);
      return { group: group.slug, codes };
    }),
  text: ({ group, codes }) =>
    joined(
      codes.join('\n'),
      `These are shown once. Give them to the owners of ${group}; each lets one of them in once, and the former codes ` +
        'do not work any more.',
    ),
});
