import { z } from 'zod';
import { accounts } from '../accounts/index.ts';
import { RuleError } from '../kernel/index.ts';
import { spUrls } from '../saml/index.ts';
import { findOutcome, providerNamed, recover, startRequest } from '../sign_on/index.ts';
import { PLATFORM } from '../store/index.ts';
import { rootPath } from './arguments.ts';
import { change, procedure, query } from './operation.ts';
import { keyParts } from './saml_views.ts';
import { ofTopLevelGroup } from './targets.ts';

export const samlTest = procedure({
  name: 'saml.test',
  summary: 'Starts a test sign-in at the identity provider of a group.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (_transact, { accountId }, _input, { group, services, samlUrl, sessions: [session] }) => {
    const { store } = services;
    const provider = await providerNamed(store, group);
    const urls = spUrls(samlUrl, provider, group.slug);
    return startRequest({ store, ...keyParts(services) }, provider, urls, {
      purpose: 'test',
      ...(accountId === undefined ? {} : { accountId }),
      ...(session === undefined ? {} : { sessionId: session.id }),
    });
  },
});

export const samlTestReport = query({
  name: 'saml.test_report',
  summary: 'Shows the report of your test sign-in.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, outcome: z.string().describe('the secret from the test') }),
  run: async (reader, { accountId }, { outcome }, { group }) => {
    const found = await findOutcome(reader, outcome);
    if (found?.rootId !== group.id || found.accountId !== accountId || found.about.kind !== 'test')
      throw new RuleError('not_found', 'You have no such report. Start a new test sign-in.');
    return found.about;
  },
});

export const samlRecover = change({
  name: 'saml.recover',
  summary: 'Uses a recovery code: your session then counts as a SAML sign-in.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath, code: z.string().describe('one of the recovery codes of the group') }),
  run: async (unit, actor, { code }, { group, services, sessions: [session], requestId }) => {
    const { secrets } = services;
    const { accountId = '', ip = '' } = actor;
    const account = await unit.get(accounts, PLATFORM, accountId);
    const who = account &&
      session && { rootId: group.id, account, session, ip, requestId: requestId ?? unit.id() };
    if (!who || !(await recover(unit, secrets.samlKey, who, code)))
      throw new RuleError(
        'invalid_recovery_code',
        'This is not a code of this group, or it was used before.',
      );
    return { group: group.slug };
  },
});
