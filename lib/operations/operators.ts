import { z } from 'zod';
import { accounts, makeOperator, operators, unmakeOperator } from '../accounts/index.ts';
import { PLATFORM } from '../store/index.ts';
import { accountName, pageOf, paging } from './arguments.ts';
import { accountOf } from './find.ts';
import { change, query } from './operation.ts';
import { ofPlatform } from './targets.ts';
import { accountRef, iso } from './views.ts';

const account = { account: accountName };

export const operatorAdd = change({
  name: 'operator.add',
  summary: "Lets an account use the operator's pages, after a sign-in with its password.",
  target: ofPlatform,
  input: z.object(account),
  run: async (unit, actor, { account: who }, { publicUrl }) => {
    const chosen = await accountOf(unit, who);
    await makeOperator(unit, chosen, actor);
    return { ...accountRef(chosen), pages: `${publicUrl}/operator` };
  },
});

export const operatorRemove = change({
  name: 'operator.remove',
  summary: 'Withdraws that right at once.',
  target: ofPlatform,
  input: z.object(account),
  run: async (unit, actor, { account: who }) => {
    const chosen = await accountOf(unit, who);
    await unmakeOperator(unit, chosen, actor);
    return accountRef(chosen);
  },
});

export const operatorList = query({
  name: 'operator.list',
  summary: "Lists the accounts that may use the operator's pages.",
  target: ofPlatform,
  input: z.object(paging),
  run: async (reader, _actor, page) => {
    const { items, next } = await reader.list(operators, PLATFORM, pageOf(page));
    const held = await reader.getMany(
      accounts,
      PLATFORM,
      items.map(({ id }) => id),
    );
    const found = items.flatMap(({ since }, at) => {
      const account = held[at];
      if (!account) return [];
      return [{ ...accountRef(account), since: iso(since), managed: account.managedBy !== undefined }];
    });
    return { operators: found, ...(next === undefined ? {} : { next }) };
  },
});
