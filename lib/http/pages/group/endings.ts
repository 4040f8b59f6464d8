import { may } from '../../../access/index.ts';
import { groupEndings } from '../../../operations/index.ts';
import type { ShownEnding } from '../../../views/index.ts';
import type { Context } from '../../types.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { groupUrl } from './side.ts';

/** What ends soon in the top-level group of this page; of one integration, if it is named. */
export async function endingsHere(site: Site, ctx: Context, integrationId?: string): Promise<ShownEnding[]> {
  const { path, parties } = placeHere(ctx);
  if (path.includes('/') || !may(parties, 'group.endings')) return [];
  const { endings } = await groupEndings.perform(site, callerOf(ctx), { group: path });
  return endings
    .filter(({ warns }) => warns)
    .filter(({ integration }) => integrationId === undefined || integration?.id === integrationId)
    .map(({ integration, ...ending }) => ({
      ...ending,
      ...(integration === undefined ? {} : { integration: integration.name }),
      to: replaceUrl(path, ending.id, ending.kind, integration?.id),
    }));
}

function replaceUrl(group: string, id: string, kind: ShownEnding['kind'], integration = ''): string {
  const signOn = groupUrl(group, 'single-sign-on');
  switch (kind) {
    case 'credential':
      return `${groupUrl(group, 'provisioning')}/${encodeURIComponent(integration)}/credentials/${encodeURIComponent(id)}/rotate`;
    case 'certificate':
      return signOn;
    case 'key':
      return `${signOn}/keys`;
  }
}
