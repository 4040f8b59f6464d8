import { z } from 'zod';
import { groups } from '../groups/index.ts';
import { type LinkCause, linkAccepted, unlinkSaml, updateMismatches } from '../sign_on/index.ts';
import { change, procedure } from './operation.ts';
import type { Services } from './services.ts';
import { ofOwnAccount } from './targets.ts';

export const profileSamlLink = procedure({
  name: 'profile.saml.link',
  summary: 'Links the SAML identity of an accepted sign-in to your account.',
  target: ofOwnAccount,
  input: z.object({ outcome: z.string().describe('the secret from the sign-in') }),
  run: async (transact, actor, { outcome }, { account, services, requestId }) => {
    const cause = causeOf(services, actor, requestId);
    const { provider, verified } = await transact(async (unit) =>
      linkAccepted(unit, services.people, account.id, outcome, cause),
    );
    await updateMismatches(services.store, provider, verified);
    const { rootId } = provider;
    const group = await services.store.get(groups, rootId, rootId);
    return { group: group?.slug ?? rootId, name: group?.name ?? '' };
  },
});

export const profileSamlUnlink = change({
  name: 'profile.saml.unlink',
  summary: 'Removes a SAML identity from your account, and ends its other sessions.',
  target: ofOwnAccount,
  input: z.object({ identity: z.string().describe('id of the identity') }),
  run: async (unit, actor, { identity }, { account, services, sessions, requestId }) => {
    const kept = sessions.map(({ id }) => id);
    const cause = causeOf(services, actor, requestId);
    const { id } = await unlinkSaml(unit, services.store, account, { identity, kept }, cause);
    return { identity: id };
  },
});

function causeOf({ store }: Services, actor: LinkCause['actor'], requestId = store.id()): LinkCause {
  return { actor, requestId };
}
