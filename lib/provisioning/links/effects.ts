import type { Unit } from '../../audit/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Directory } from '../directory/directory.ts';
import { effectsIn } from '../preview/effects.ts';
import { linkGrants, settleGrants } from './grants.ts';
import { lossesBy } from './losses.ts';

/** The functions by which the links of an integration give and take roles. */
interface LinkEffects {
  readonly settle: typeof settleGrants;
  readonly grants: typeof linkGrants;
  readonly losses: typeof lossesBy;
}

const live: LinkEffects = { settle: settleGrants, grants: linkGrants, losses: lossesBy };
const nothing: LinkEffects = { settle: async () => [], grants: async () => [], losses: async () => [] };

/** The effects for the state of the integration. During a preview, links give and take nothing. */
export async function linkEffects(
  unit: Unit,
  directory: Directory,
  integration: Pick<Integration, 'id' | 'rootId'>,
): Promise<LinkEffects> {
  if (!(await directory.hasLinks())) return live;
  return effectsIn(unit, integration, live, (touch) => {
    touch();
    return nothing;
  });
}
