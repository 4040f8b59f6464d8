import { z } from 'zod';
import { enforce, lineOf, ruleAlong } from '../access/index.ts';
import { asciiDomain } from '../domains/index.ts';
import { type Enforcement, type Group, pathOf, type SamlProvider } from '../groups/index.ts';
import { isTested, makeRecoveryCodes, providerNamed } from '../sign_on/index.ts';
import type { Reader } from '../store/index.ts';
import { checkedText, groupPath, rootPath } from './arguments.ts';
import { change } from './operation.ts';
import { ofGroup, ofTopLevelGroup } from './targets.ts';
import { accountRefById, iso } from './views.ts';

/** The rule that applies to a group, and the path of the group that has it. */
export interface EnforcementView {
  readonly mode: Enforcement['mode'];
  readonly domains?: readonly string[];
  readonly from?: string;
}

/** The last successful test sign-in, and whether the settings are still the same. */
export interface TestView {
  readonly at: string;
  readonly by: string;
  readonly counts: boolean;
}

export const samlEnforce = change({
  name: 'saml.enforce',
  summary: 'Sets which members need a recent SAML sign-in to enter a group.',
  target: ofGroup,
  input: z.object({
    group: groupPath,
    mode: z
      .enum(['off', 'everyone', 'domains', 'inherit'])
      .describe('whom the rule applies to; inherit removes the rule of this group'),
    domain: z
      .array(checkedText(asciiDomain))
      .default([])
      .describe('domain of a primary e-mail; several are possible'),
  }),
  run: async (unit, actor, { mode, domain: domains }, { group }) => {
    await enforce(unit, group, { mode, domains }, actor);
    return { group: await pathOf(unit, group), enforcement: await enforcementView(unit, group) };
  },
});

export const samlRecoveryCodes = change({
  name: 'saml.recovery_codes',
  summary: 'Creates new recovery codes for the owners of a group. The former ones stop working.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (unit, actor, _input, { group, services: { secrets } }) => {
    await providerNamed(unit, group);
    const codes = await makeRecoveryCodes(unit, secrets.samlKey, group.id, actor);
    return { group: group.slug, codes };
  },
});

export async function enforcementView(reader: Reader, group: Group): Promise<EnforcementView> {
  const line = await lineOf(reader, group);
  const rule = await ruleAlong(reader, line);
  if (!rule) return { mode: 'off' };
  const { mode, domains, id } = rule;
  const from = line.slice(0, line.findIndex((above) => above.id === id) + 1).map(({ slug }) => slug);
  return { mode, ...(domains.length === 0 ? {} : { domains }), from: from.join('/') };
}

export async function testView(
  reader: Reader,
  provider: SamlProvider,
  { at, by }: NonNullable<SamlProvider['tested']>,
): Promise<TestView> {
  const { username } = await accountRefById(reader, by);
  return { at: iso(at), by: username, counts: isTested(provider) };
}
