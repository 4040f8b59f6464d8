import { hkdfSync } from 'node:crypto';
import type { Runtime } from '../../runtime.ts';
import type { Services } from '../../services.ts';

/** What the pages know about where they are. */
export interface Site {
  readonly services: Services;
  readonly runtime: Runtime;
  readonly publicUrl: string;
  readonly origin: string;
  /** The path part of the public URL; empty, or `/like/this`. */
  readonly base: string;
  /** Signs the tokens of forms. */
  readonly formKey: Buffer;
  /** Makes the secrets in mailed links. */
  readonly linkKey: Buffer;
}

export function siteOf(services: Services, publicUrl: string): Site {
  const { origin, pathname } = new URL(publicUrl);
  const { tokenPepper } = services.secrets;
  return {
    services,
    runtime: services.runtime,
    publicUrl,
    origin,
    base: pathname.replace(/\/+$/, ''),
    formKey: Buffer.from(hkdfSync('sha256', tokenPepper, '', 'rollcall form token', 32)),
    linkKey: tokenPepper,
  };
}
