import type { View } from '../audit/index.ts';
import { liveTokens, type Stream, streamUrl } from '../webhooks/index.ts';
import { type BelongsView, belongsView, proofView, type TroubleView, troubleView } from './receiver_views.ts';
import { iso } from './views.ts';

export interface StreamView extends BelongsView, TroubleView {
  readonly id: string;
  readonly name: string;
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
}

export async function streamView(view: View, publicUrl: string, stream: Stream): Promise<StreamView> {
  const { id, name, kind, audience, events, url, authorization, pausedAt } = stream;
  const own = streamUrl(publicUrl, stream);
  const tokens = liveTokens(stream, view.now()).map((token) => ({ ...proofView(token), hint: token.hint }));
  return {
    ...{ id, name, kind, events },
    ...(await belongsView(view, stream)),
    ...{ issuer: publicUrl, audience: audience ?? own, jwksUrl: jwksUrl(publicUrl) },
    ...(url === undefined ? {} : { url, hasAuthorization: authorization !== undefined }),
    ...(kind === 'poll' ? { pollUrl: `${own}/poll`, tokens } : {}),
    state: stateOf(stream),
    ...(pausedAt === undefined ? {} : { pausedAt: iso(pausedAt) }),
    ...troubleView(stream),
  };
}

export function jwksUrl(publicUrl: string): string {
  return `${publicUrl}/api/v1/security-events/jwks.json`;
}

function stateOf({ enabled, pausedAt }: Stream): StreamView['state'] {
  if (enabled === undefined) return 'disabled';
  return pausedAt === undefined ? 'enabled' : 'paused';
}
