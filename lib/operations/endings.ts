import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import type { View } from '../audit/index.ts';
import { type Group, groups, type SamlProvider, samlProviders } from '../groups/index.ts';
import { endingSoon, type Integration, integrations, listIntegrations } from '../integrations/index.ts';
import { DAY } from '../kernel/index.ts';
import { endingsOf } from '../sign_on/index.ts';
import { rootPath } from './arguments.ts';
import { inTurns } from './in_turns.ts';
import { query } from './operation.ts';
import { ofPlatform, ofTopLevelGroup } from './targets.ts';
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

/** The first of all that ends soon, and how much there is. */
export const endingsList = query({
  name: 'endings.list',
  summary:
    'Lists the credentials, certificates and keys of all top-level groups that end soon and have no successor.',
  target: ofPlatform,
  input: z.object({}),
  run: async (view, _actor, _input, { services: { store } }) => {
    const now = view.now();
    const found: (EndingView & { readonly rootId: string })[] = [];
    for await (const integration of store.scan(integrations))
      found.push(
        ...endingsOfCredentials(integration, now).map((one) => ({ ...one, rootId: integration.rootId })),
      );
    for await (const provider of store.scan(samlProviders))
      found.push(...endingsOfKeys(provider, now).map((one) => ({ ...one, rootId: provider.rootId })));
    const shown = found.toSorted(nextFirst).slice(0, limits.maxPageSize);
    const named = await inTurns(view, shown, async ({ rootId, ...one }) => {
      const group = await view.get(groups, rootId, rootId);
      return { group: group?.slug ?? rootId, ...one };
    });
    return { total: found.length, endings: named };
  },
});

/** What ends soon in a top-level group, the next to end first. */
export async function endingsIn(view: View, { id: rootId }: Pick<Group, 'id'>): Promise<EndingView[]> {
  const now = view.now();
  const [found, provider] = await Promise.all([
    listIntegrations(view, rootId),
    view.find(samlProviders, rootId, 'root', rootId),
  ]);
  const endings = [
    ...found.flatMap((integration) => endingsOfCredentials(integration, now)),
    ...(provider ? endingsOfKeys(provider, now) : []),
  ];
  return endings.toSorted(nextFirst);
}

function endingsOfCredentials(integration: Integration, now: number): EndingView[] {
  return endingSoon(integration, now).map(({ credential: { id, name, expiresAt }, step }) => ({
    ...{ kind: 'credential', name, id, endsAt: iso(expiresAt) },
    warns: step !== undefined,
    integration: { id: integration.id, name: integration.name },
  }));
}

function endingsOfKeys(provider: SamlProvider, now: number): EndingView[] {
  return endingsOf(provider)
    .filter(({ notAfter }) => notAfter - now <= limits.endsSoonDays * DAY)
    .map(({ kind, of, what, notAfter }) => ({
      ...{ kind, name: what, id: of },
      ...{ endsAt: iso(notAfter), warns: true },
    }));
}

function nextFirst(a: EndingView, b: EndingView): number {
  return a.endsAt.localeCompare(b.endsAt);
}
