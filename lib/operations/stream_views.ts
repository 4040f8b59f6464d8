import { accounts } from '../accounts/index.ts';
import type { View } from '../audit/index.ts';
import { PLATFORM } from '../store/index.ts';
import { EVERYWHERE, liveTokens, type Stream, streamUrl } from '../webhooks/index.ts';
import { iso } from './views.ts';
import { groupPath } from './webhook_views.ts';

export interface StreamView {
  readonly id: string;
  readonly name: string;
  /** The path of the group whose changes it hears; absent for the whole service. */
  readonly group?: string;
  readonly kind: Stream['kind'];
  /** The `iss` and the `aud` of its tokens, and where the keys that sign them are. */
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUrl: string;
  /** Empty for all. */
  readonly events: readonly string[];
  /** Where a push goes. */
  readonly url?: string;
  /** Whether a push has an `Authorization` header. */
  readonly hasAuthorization?: boolean;
  /** Where the receiver polls. */
  readonly pollUrl?: string;
  readonly tokens?: readonly {
    readonly id: string;
    /** The last four characters. */
    readonly hint: string;
    readonly createdAt: string;
    readonly endsAt?: string;
  }[];
  readonly state: 'enabled' | 'paused' | 'disabled';
  readonly pausedAt?: string;
  /** Why Rollcall disabled it. */
  readonly problem?: string;
  readonly failingSince?: string;
  readonly createdAt: string;
  /** The username of its maker; absent when the operator made it. */
  readonly createdBy?: string;
}

export async function streamView(view: View, publicUrl: string, stream: Stream): Promise<StreamView> {
  const { id, rootId, name, kind, audience, events, url, authorization, createdBy } = stream;
  const { pausedAt, problem, failingSince } = stream;
  const [group, maker] = await Promise.all([
    rootId === EVERYWHERE ? undefined : groupPath(view, rootId),
    createdBy === undefined ? undefined : view.get(accounts, PLATFORM, createdBy),
  ]);
  const own = streamUrl(publicUrl, stream);
  const tokens = liveTokens(stream, view.now()).map((token) => ({
    ...{ id: token.id, hint: token.hint, createdAt: iso(token.createdAt) },
    ...(token.endsAt === undefined ? {} : { endsAt: iso(token.endsAt) }),
  }));
  return {
    ...{ id, name },
    ...(group === undefined ? {} : { group }),
    ...{ kind, issuer: publicUrl, audience: audience ?? own, jwksUrl: jwksUrl(publicUrl), events },
    ...(url === undefined ? {} : { url, hasAuthorization: authorization !== undefined }),
    ...(kind === 'poll' ? { pollUrl: `${own}/poll`, tokens } : {}),
    state: stateOf(stream),
    ...(pausedAt === undefined ? {} : { pausedAt: iso(pausedAt) }),
    ...(problem === undefined ? {} : { problem }),
    ...(failingSince === undefined ? {} : { failingSince: iso(failingSince) }),
    createdAt: iso(stream.createdAt),
    ...(maker ? { createdBy: maker.username } : {}),
  };
}

export function jwksUrl(publicUrl: string): string {
  return `${publicUrl}/api/v1/security-events/jwks.json`;
}

function stateOf({ enabled, pausedAt }: Stream): StreamView['state'] {
  if (enabled === undefined) return 'disabled';
  return pausedAt === undefined ? 'enabled' : 'paused';
}
