import { expect } from 'chai';
import { may } from '../../lib/access/policy.ts';
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
});
