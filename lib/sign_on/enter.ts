import { newSecret, type OpenSession, openSession, sessions } from '../accounts/sessions.ts';
import type { SamlProvider } from '../groups/saml_provider.ts';
import type { Runtime } from '../kernel/runtime.ts';
import { PLATFORM, type Store, type Transaction } from '../store/port.ts';
import type { Accepted } from './accept.ts';
import { type Cause, signInBySaml } from './sign_in.ts';
import type { SamlRequest } from './types.ts';

interface Parts {
  readonly store: Store;
  readonly runtime: Runtime;
}

/** The browser that posted the response. */
interface Browser extends Cause {
  readonly userAgent: string;
}

/** Opens a session for the person of an accepted response, and ends the one that began the request. Throws `SamlRefusal`. */
export async function enterBySaml(
  { store, runtime }: Parts,
  provider: SamlProvider,
  { verified, request }: Accepted,
  { userAgent, ...cause }: Browser,
): Promise<OpenSession & { readonly secret: string }> {
  const { authnInstant, sessionIndex, sessionNotOnOrAfter: until } = verified;
  const secret = newSecret(runtime);
  const opened = await store.transaction(async (tx) => {
    const { account, identity } = await signInBySaml(tx, runtime, provider, verified, cause);
    await endFormer(tx, request);
    const session = await openSession(tx, runtime, secret, {
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

/** The former session ends, as with every sign-in: the browser no longer has its cookie. */
async function endFormer(tx: Transaction, request: SamlRequest | undefined): Promise<void> {
  if (request?.sessionId === undefined) return;
  const former = await tx.get(sessions, PLATFORM, request.sessionId);
  if (former) tx.remove(sessions, former);
}
