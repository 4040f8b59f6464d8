import { z } from 'zod';
import { groups, pathOf, type Role } from '../groups/index.ts';
import { beginReconciliation, planReconciliation } from '../provisioning/index.ts';
import { integrationName, paging, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { inTurns } from './in_turns.ts';
import { procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { accountRefById } from './views.ts';
import { leftOf } from './work.ts';

const input = z.object({ group: rootPath, integration: integrationName });

/** A role that is not what the links give. It is absent where there is none. */
export interface RoleDifferenceView {
  readonly account: string;
  readonly group: string;
  readonly from?: Role;
  readonly to?: Role;
}

export const integrationReconcilePlan = query({
  name: 'integration.reconcile_plan',
  summary: 'Shows whose roles differ from what the links of directory groups give now. Nothing changes.',
  target: ofTopLevelGroup,
  input: input.extend({ after: paging.after }),
  run: async (view, _actor, { integration: wanted, after }, { group }) => {
    const integration = await integrationOf(view, group, wanted);
    const { differences, ...rest } = await planReconciliation(view, integration, after);
    return {
      group: group.slug,
      integration: integration.name,
      differences: await inTurns(view, differences, async ({ accountId, groupId, ...move }) => {
        const [account, target] = await Promise.all([
          accountRefById(view, accountId),
          view.get(groups, group.id, groupId),
        ]);
        const path = target ? await pathOf(view, target) : groupId;
        return { account: account.username, group: path, ...move };
      }),
      ...rest,
    };
  },
});

export const integrationReconcile = procedure({
  name: 'integration.reconcile',
  summary: 'Gives everybody the roles that the links of directory groups give now, and takes the others.',
  target: ofTopLevelGroup,
  input,
  run: async (transact, actor, { integration: wanted }, { group, services, patience }) => {
    const integration = await integrationOf(services.store, group, wanted);
    const begun = await transact((unit) => beginReconciliation(unit, integration, actor));
    const work = await services.runner.finish(begun, patience);
    return {
      group: group.slug,
      integration: integration.name,
      people: work.state.people,
      ...leftOf(work),
    };
  },
});
