import { newSecret, type OpenSession, openSession, sessions } from '../accounts/index.ts';
import type { Unit, UnitStore } from '../audit/index.ts';
import type { SamlProvider } from '../groups/index.ts';
import { PLATFORM } from '../store/index.ts';
import type { Accepted } from './accept.ts';
import { type Cause, signInBySaml } from './sign_in.ts';
import type { SamlRequest } from './types.ts';

interface Parts {
  readonly store: UnitStore;
}

/** The browser that posted the response. */
interface Browser extends Cause {
  readonly userAgent: string;
}

/**
 * Opens a session for the person of an accepted response, and ends the session that began the request. Throws
 * `SamlRefusal`.
 */
export async function openSamlSession(
  { store }: Parts,
  provider: SamlProvider,
  { verified, request }: Accepted,
  { userAgent, ...cause }: Browser,
): Promise<OpenSession & { readonly secret: string }> {
  const { authnInstant, sessionIndex, sessionNotOnOrAfter: until } = verified;
  const secret = newSecret(store);
  const opened = await store.transaction(async (unit) => {
    const { account, identity } = await signInBySaml(unit, provider, verified, cause);
    await endFormer(unit, request);
    const session = await openSession(unit, secret, {
      accountId: account.id,
      madeBy: {
        kind: 'saml',
        rootId: provider.rootId,
        providerId: provider.id,
        identityId: identity.id,
        authenticatedAt: authnInstant,
        ...(sessionIndex === undefined ? {} : { sessionIndex }),
      },
      ip: cause.ip,
      userAgent,
      ...(until === undefined ? {} : { until }),
    });
    return { account, session };
  });
  return { ...opened, secret };
}

/** Ends the former session of the browser, whose cookie the new session replaces. */
async function endFormer(unit: Unit, request: SamlRequest | undefined): Promise<void> {
  if (request?.sessionId === undefined) return;
  const former = await unit.get(sessions, PLATFORM, request.sessionId);
  if (former) unit.remove(sessions, former);
}
