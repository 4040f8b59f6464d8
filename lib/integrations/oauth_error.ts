/** The error codes of the token endpoint (RFC 6749 section 5.2). */
type OAuthCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type';

/** A refusal of the token endpoint. `message` is a sentence for the client. */
export class OAuthError extends Error {
  readonly code: OAuthCode;
  /** The true reason, for the owners of the group alone. */
  readonly reason: string;

  constructor(code: OAuthCode, message: string, reason = message) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** One answer for every wrong client, so that it does not reveal what exists. */
export function wrongClient(reason: string): OAuthError {
  return new OAuthError('invalid_client', 'The client is not valid for this endpoint.', reason);
}
