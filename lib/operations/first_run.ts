import { z } from 'zod';
import {
  accounts,
  hashPassword,
  liveCodes,
  makeFirstRunCode,
  makeOperator,
  openAccount,
  passwordProblem,
  useFirstRunCode,
} from '../accounts/index.ts';
import { checkSlug, groupPaths } from '../groups/index.ts';
import { createOwnedGroup } from '../integrations/index.ts';
import { RuleError } from '../kernel/index.ts';
import { PLATFORM, type Reader } from '../store/index.ts';
import { checkedText, chosenName, emailAddress, presetName } from './arguments.ts';
import { change, procedure } from './operation.ts';
import { ofPlatform } from './targets.ts';
import { iso } from './views.ts';

/** Whether the installation has neither an account nor a group yet. */
export async function isFirstRun(reader: Pick<Reader, 'list'>): Promise<boolean> {
  const found = await Promise.all([
    reader.list(accounts, PLATFORM, { limit: 1 }),
    reader.list(groupPaths, PLATFORM, { limit: 1 }),
  ]);
  return found.every(({ items }) => items.length === 0);
}

export const firstRunCode = change({
  name: 'first_run.code',
  summary: 'Generates a one-time code for the page that creates the first account. Prints it only once.',
  target: ofPlatform,
  input: z.object({}),
  run: async (unit, _actor, _input, { publicUrl, services: { secrets } }) => {
    await refuseLater(unit);
    const { code, expiresAt } = await makeFirstRunCode(unit, secrets.tokenPepper);
    return { code, expiresAt: iso(expiresAt), page: `${publicUrl}/first-run` };
  },
});

export const firstRunFinish = procedure({
  name: 'first_run.finish',
  summary:
    'Creates the first account, which is an operator, its group and an integration, for a one-time code.',
  target: ofPlatform,
  input: z.object({
    code: z.string().min(1).describe('the one-time code'),
    preset: presetName,
    integration: z.string().min(1).default('SCIM').describe('name of the integration'),
    group: checkedText(checkSlug).describe('path of the group'),
    email: emailAddress.describe('e-mail of the person'),
    name: chosenName.exactOptional().describe('name of the person'),
    password: z.string().describe('the password of the account'),
  }),
  run: async (
    transact,
    actor,
    { code, preset, integration, group: slug, email, name, password },
    { services },
  ) => {
    // The code comes first: a guess must not cost the hash of a password.
    await refuseLater(services.store);
    await liveCodes(services.store, services.secrets.tokenPepper, code);
    const problem = passwordProblem({ username: '', email, name: name ?? '' }, password);
    if (problem !== undefined) throw new RuleError('weak_password', problem);
    const passwordHash = await hashPassword(password);
    return transact(async (unit) => {
      await refuseLater(unit);
      await useFirstRunCode(unit, services.secrets.tokenPepper, code);
      const person = { email, passwordHash, ...(name === undefined ? {} : { name }) };
      const owner = await openAccount(unit, person, actor);
      await makeOperator(unit, owner, actor);
      const wish = { slug, owner, name: integration, ...(preset ? { preset } : {}) };
      const first = { ...actor, kind: 'account', accountId: owner.id } as const;
      const made = await createOwnedGroup(unit, wish, first);
      return { username: owner.username, group: made.group.slug, integrationId: made.integration.id };
    });
  },
});

async function refuseLater(unit: Pick<Reader, 'list'>): Promise<void> {
  if (!(await isFirstRun(unit)))
    throw new RuleError('first_run_over', 'This installation already has an account. Sign in.');
}
