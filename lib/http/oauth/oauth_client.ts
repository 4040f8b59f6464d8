import type { Proof } from '../../integrations/index.ts';

/** A client as it presents itself to the token endpoint. */
export interface OAuthClient {
  readonly id: string;
  readonly proof: Proof;
  /** The assertion came as the password of HTTP Basic. */
  readonly isAssertionAsPassword?: boolean;
}
