import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { type Comparison, comparePeople, namesIn } from '../provisioning/index.ts';
import { integrationName, rootPath } from './arguments.ts';
import { integrationOf } from './find.ts';
import { query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';

export interface ComparisonView extends Comparison {
  readonly group: string;
  readonly integration: string;
}

export const integrationCompare = query({
  name: 'integration.compare',
  summary:
    'Compares a list of people with the users of an integration: who is there and not here, and the reverse.',
  target: ofTopLevelGroup,
  input: z.object({
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
  }),
  run: async (view, _actor, { integration: wanted, listFile }, { group }): Promise<ComparisonView> => {
    const integration = await integrationOf(view, group, wanted);
    const compared = await comparePeople(view, integration, namesIn(listFile));
    return { group: group.slug, integration: integration.name, ...compared };
  },
});
