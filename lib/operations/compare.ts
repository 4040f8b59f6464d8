import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { View } from '../audit/index.ts';
import type { Group } from '../groups/index.ts';
import { RuleError } from '../kernel/index.ts';
import {
  beginFollowingList,
  type Comparison,
  checkFollowable,
  comparePeople,
  type ListPlan,
  listPlanOf,
  massRemoval,
  namesIn,
} from '../provisioning/index.ts';
import { integrationName, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { procedure, query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { leftOf } from './work.ts';

export interface ComparisonView extends Comparison {
  readonly group: string;
  readonly integration: string;
  /** What following the list would do; absent where it would deactivate nobody. */
  readonly plan?: ListPlan;
}

const input = z.object({
  group: rootPath,
  integration: integrationName,
  listFile: z
    .string()
    .min(1)
    .max(limits.samlMetadataBytes)
    .describe(
      'userNames, e-mails or externalIds: a JSON array, or lines of which the first field counts (CSV)',
    )
    .meta({ file: true }),
});

export const integrationCompare = query({
  name: 'integration.compare',
  summary:
    'Compares a list of people with the users of an integration: who is there and not here, and the reverse.',
  target: ofTopLevelGroup,
  input,
  run: async (view, _actor, wish, { group }): Promise<ComparisonView> => {
    const { integration, compared, plan } = await planned(view, group, wish);
    const { users: _users, onlyHereIds: _ids, ...shown } = compared;
    return { group: group.slug, integration: integration.name, ...shown, ...(plan ? { plan } : {}) };
  },
});

export const integrationFollowList = procedure({
  name: 'integration.follow_list',
  summary:
    'Deactivates the active users of an integration whom a list does not name, as `integration.compare` has planned.',
  target: ofTopLevelGroup,
  input: input.extend({
    plan: z.string().min(1).describe('the id of the plan that the comparison with the same list shows'),
    people: z
      .int()
      .min(1)
      .exactOptional()
      .describe('how many people lose access, if the plan asks for the number'),
  }),
  run: async (transact, actor, wish, { group, services, patience, nameOf }) => {
    const { store, people, runner } = services;
    const { integration, compared, plan } = await planned(store, group, wish);
    checkFollowable(integration);
    if (!plan || plan.id !== wish.plan || plan.people !== (wish.people ?? plan.people)) throw planChanged();
    if (plan.people > limits.unlistedPeople) throw tooMany(plan);
    if (plan.needsNumber && wish.people === undefined)
      throw massRemoval(integration, plan.people, `repeat the number with ${nameOf('people')}`);
    const { listed, onlyHereIds: userIds } = compared;
    const isCounted = wish.people === undefined;
    const begun = await transact((unit) =>
      beginFollowingList(unit, people, integration, actor, { listed, userIds, isCounted }),
    );
    const work = await runner.finish(begun, patience);
    return {
      group: group.slug,
      integration: integration.name,
      people: work.state.people,
      kept: work.state.kept,
      ...leftOf(work),
    };
  },
});

async function planned(
  view: View,
  group: Group,
  { integration: wanted, listFile }: Pick<z.output<typeof input>, 'integration' | 'listFile'>,
) {
  const integration = await integrationOf(view, group, wanted);
  const compared = await comparePeople(view, integration, namesIn(listFile));
  return { integration, compared, plan: await listPlanOf(view, integration, compared) };
}

function planChanged(): RuleError {
  return new RuleError(
    'plan_changed',
    'This is not the plan that was shown: the users have changed since, or the list is another one. Nothing was changed. ' +
      'Compare again, and follow the new plan.',
  );
}

function tooMany({ people }: ListPlan): RuleError {
  return new RuleError(
    'mass_removal',
    `The plan has ${people} people, and one work deactivates at most ${limits.unlistedPeople}. Nothing was changed. ` +
      'Deactivate them at the identity provider, or name more people in the list.',
  );
}
