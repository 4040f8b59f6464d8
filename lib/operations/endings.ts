import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { View } from '../audit/index.ts';
import { type Group, samlProviders } from '../groups/index.ts';
import { endingSoon, listIntegrations } from '../integrations/index.ts';
import { DAY } from '../kernel/index.ts';
import { endingsOf } from '../sign_on/index.ts';
import { rootPath } from './arguments.ts';
import { query } from './operation.ts';
import { ofTopLevelGroup } from './targets.ts';
import { iso } from './views.ts';

/** What ends soon and has no successor. A certificate is the identity provider's; a key is Rollcall's own. */
export interface EndingView {
  readonly kind: 'credential' | 'certificate' | 'key';
  readonly name: string;
  readonly endsAt: string;
  /** The id of the credential or of the key, or the fingerprint of the certificate. */
  readonly id: string;
  /** Whether owners are warned: a credential that was made for fewer than 30 days warns later. */
  readonly warns: boolean;
  /** Of a credential. */
  readonly integration?: { readonly id: string; readonly name: string };
}

export const groupEndings = query({
  name: 'group.endings',
  summary:
    'Lists the credentials, certificates and keys of a top-level group that end soon and have no successor.',
  target: ofTopLevelGroup,
  input: z.object({ group: rootPath }),
  run: async (view, _actor, _input, { group }) => ({
    group: group.slug,
    endings: await endingsIn(view, group),
  }),
});

/** What ends soon in a top-level group, the next to end first. */
export async function endingsIn(view: View, { id: rootId }: Pick<Group, 'id'>): Promise<EndingView[]> {
  const now = view.now();
  const [integrations, provider] = await Promise.all([
    listIntegrations(view, rootId),
    view.find(samlProviders, rootId, 'root', rootId),
  ]);
  const keys = provider ? endingsOf(provider) : [];
  const found: EndingView[] = [
    ...integrations.flatMap((integration) =>
      endingSoon(integration, now).map(({ credential: { id, name, expiresAt }, step }) => ({
        ...{ kind: 'credential' as const, name, id, endsAt: iso(expiresAt) },
        warns: step !== undefined,
        integration: { id: integration.id, name: integration.name },
      })),
    ),
    ...keys
      .filter(({ notAfter }) => notAfter - now <= limits.endsSoonDays * DAY)
      .map(({ kind, of, what, notAfter }) => ({
        kind,
        name: what,
        id: of,
        endsAt: iso(notAfter),
        warns: true,
      })),
  ];
  return found.toSorted((a, b) => a.endsAt.localeCompare(b.endsAt));
}
