import { limits } from '../../../config/limits.ts';
import { derived, type Secret } from '../../kernel/index.ts';
import type { Services } from '../../operations/index.ts';

/** The addresses and keys that pages need. */
export interface Site {
  readonly services: Services;
  readonly publicUrl: string;
  /** The base of the SAML URLs. */
  readonly samlUrl: string;
  readonly patience: number;
  readonly origin: string;
  /** The path of the public URL; empty, or `/like/this`. */
  readonly base: string;
  /** Signs the tokens of forms. */
  readonly formKey: Secret;
  /** Makes the secrets in mailed links. */
  readonly linkKey: Secret;
}

export function siteOf(
  services: Services,
  { publicUrl, samlUrl }: Pick<Site, 'publicUrl' | 'samlUrl'>,
): Site {
  const { origin, pathname } = new URL(publicUrl);
  const { tokenPepper } = services.secrets;
  return {
    services,
    publicUrl,
    samlUrl,
    patience: limits.workPatience,
    origin,
    base: pathname.replace(/\/+$/, ''),
    formKey: derived(tokenPepper, 'rollcall form token'),
    linkKey: tokenPepper,
  };
}
