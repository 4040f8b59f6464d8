/** Why a rule refused; stable, listed in docs/errors.md. */
export type RuleCode =
  | 'not_found'
  | 'user_name_taken'
  | 'external_id_taken'
  | 'unique_value_taken'
  | 'display_name_taken'
  | 'email_exists'
  | 'account_taken'
  | 'last_owner'
  | 'version_mismatch'
  | 'invalid_value'
  | 'already_exists'
  | 'too_many_tokens'
  | 'deprovisioned'
  | 'unauthorized'
  | 'integration_disabled'
  | 'removals_paused'
  | 'insufficient_scope'
  | 'saml_session_required'
  | 'not_ready'
  | 'forbidden'
  | 'wrong_password'
  | 'too_many_attempts';

/** A rule of the domain said no. `message` is a sentence for the person who asked; it never holds a secret. */
export class RuleError extends Error {
  readonly code: RuleCode;

  constructor(code: RuleCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
