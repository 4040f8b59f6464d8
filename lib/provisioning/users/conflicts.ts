import { ownsDomain } from '../../accounts/index.ts';
import { isShared } from '../../domains/index.ts';
import { type SamlProvider, samlProviders } from '../../groups/index.ts';
import type { Integration } from '../../integrations/index.ts';
import type { Reader } from '../../store/index.ts';
import { identities } from '../collections.ts';
import type { Attention } from '../types.ts';
import { personOf } from './identity.ts';

/** A way out of a conflict, with its parameters. Only the operator frees e-mails and links accounts; an owner invites. */
type Remedy =
  | { readonly code: 'change_email' }
  | { readonly code: 'change_email_in_idp' }
  | { readonly code: 'free_email'; readonly email: string }
  | { readonly code: 'hold_and_link' }
  | { readonly code: 'invite_to_link' }
  | { readonly code: 'link_identity'; readonly identityId: string }
  | { readonly code: 'link_saml_identity'; readonly nameId: string }
  | { readonly code: 'link_saml_in_profile' }
  | { readonly code: 'verify_domain'; readonly domain: string };

/**
 * Why an e-mail conflict lasts, and the ways out of it.
 *
 * - `former_email`: the user is linked, and the account cannot take the new e-mail.
 * - `shared_email`: the account that has the e-mail belongs to `rival`, another user of the integration.
 * - `deleted_user`: the account belonged to a user whom the integration deleted under other names.
 * - `held`: the user waits for a link.
 * - `refused`: the user was not created.
 */
export interface Conflict {
  readonly kind: 'former_email' | 'shared_email' | 'deleted_user' | 'held' | 'refused';
  /** The userName of the other user. */
  readonly rival?: string;
  readonly remedies: readonly Remedy[];
}

/** Explains why an e-mail conflict lasts, and which remedies exist. */
export async function conflictOf(
  reader: Reader,
  { id, rootId }: Integration,
  attention: Attention,
): Promise<Conflict> {
  const { identityId, accountId } = attention;
  const [kept, rival, provider] = await Promise.all([
    identityId === undefined ? undefined : reader.get(identities, id, identityId),
    reader.find(identities, id, 'account', accountId),
    reader.find(samlProviders, rootId, 'root', rootId),
  ]);
  if (kept?.accountId !== undefined) return { kind: 'former_email', remedies: [{ code: 'change_email' }] };
  if (rival) {
    const { userName } = personOf(rival.resource);
    return { kind: 'shared_email', rival: userName, remedies: [{ code: 'change_email_in_idp' }] };
  }
  if (attention.ofDeleted) return { kind: 'deleted_user', remedies: remediesOfDeleted(attention, provider) };
  const invite = { code: 'invite_to_link' } as const;
  if (kept) return { kind: 'held', remedies: [invite, { code: 'link_identity', identityId: kept.id }] };
  return { kind: 'refused', remedies: [invite, ...(await remediesOfRefused(reader, attention, provider))] };
}

function remediesOfDeleted(
  { email, identityId }: Attention,
  provider: SamlProvider | undefined,
): readonly Remedy[] {
  const isProof = provider !== undefined && provider.identifyBy !== 'email';
  return [
    { code: 'free_email', email },
    ...(isProof ? [{ code: 'link_saml_in_profile' } as const] : []),
    identityId === undefined ? { code: 'hold_and_link' } : { code: 'link_identity', identityId },
  ];
}

async function remediesOfRefused(
  reader: Reader,
  { rootId, email, emailKey, userName, externalId = 'NAME-ID' }: Attention,
  provider: SamlProvider | undefined,
): Promise<readonly Remedy[]> {
  if (!provider) {
    const domain = emailKey.slice(emailKey.lastIndexOf('@') + 1);
    const isVerifiable = !isShared(domain) && !(await ownsDomain(reader, rootId, emailKey));
    return [...(isVerifiable ? [{ code: 'verify_domain', domain } as const] : []), { code: 'hold_and_link' }];
  }
  const nameId = { userName, email, externalId }[provider.identifyBy];
  return [{ code: 'link_saml_in_profile' }, { code: 'link_saml_identity', nameId }];
}
