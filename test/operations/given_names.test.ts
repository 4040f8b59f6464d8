import { expect } from 'chai';
import { may } from '../../lib/access/policy.ts';
import { accounts } from '../../lib/accounts/types.ts';
import { integrations } from '../../lib/integrations/types.ts';
import { integrationChange } from '../../lib/operations/integrations.ts';
import { profileChange } from '../../lib/operations/profile.ts';
import { PLATFORM } from '../../lib/store/port.ts';
import { operate } from '../cli/operator.ts';
import { boot, type Rollcall } from '../helper.ts';
import { type Callers, callersOf, perform } from './callers.ts';
import { operations } from './operations.ts';
import { offline, samples } from './samples.ts';

const names = [
  ['a line break', 'Okta\nproduction'],
  ['an escape sequence', 'Okta \u001b[31mproduction'],
  ['a mark that turns the text around', 'Okta \u202enoitcudorp'],
] as const;

describe('a name that a person gives', () => {
  let app: Rollcall;

  before(async () => {
    app = offline(await boot());
  });
  after(() => app.close());

  for (const operation of operations.filter(({ input }) => 'name' in input.shape))
    it(`of ${operation.name} has no control characters`, async () => {
      const { name } = operation;
      const acme = await app.bootstrap();
      const callers = await callersOf(app, acme);
      const caller: keyof Callers = may(['operator'], name) ? 'operator' : 'owner';
      const { given = [], prepare, input, own } = samples[name](acme.slug);
      await prepare?.(app, acme);
      for (const [command, args] of given) await operate(app.services, command, args);
      const rest = await own?.(app.services, acme.slug, callers[caller]);
      for (const [title, text] of names) {
        const tried = perform(app, operation, callers[caller], { ...input, ...rest, name: text });
        const answer = await tried.catch((error: unknown) => error);
        expect(answer, title).to.be.instanceOf(Error);
        expect(String(answer), title).to.contain('control characters');
      }
    });

  it('stays as it is where it was given before, and only other things change', async () => {
    const acme = await app.bootstrap();
    const { owner } = await callersOf(app, acme);
    const { store } = app.services;
    await store.transaction(async (unit) => {
      const account = await unit.get(accounts, PLATFORM, owner.accountId ?? '');
      const integration = await unit.get(integrations, acme.groupId, acme.integrationId);
      if (account) unit.update(accounts, { ...account, name: 'Ada\tLovelace' });
      if (integration) unit.update(integrations, { ...integration, name: 'Okta\nproduction' });
    });
    const whom = { group: acme.slug, integration: acme.integrationId };
    for (const rest of [{}, { name: 'Okta\nproduction' }]) {
      const changed = await perform(app, integrationChange, owner, { ...whom, ...rest, description: 'All' });
      expect(changed).to.include({ name: 'Okta\nproduction', description: 'All' });
    }
    const { username } = await perform(app, profileChange, owner, { username: `${acme.username}-2` });
    expect(username).to.equal(`${acme.username}-2`);
  });
});
