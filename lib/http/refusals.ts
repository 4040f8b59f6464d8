import { limits } from '../../config/limits.ts';
import type { RuleCode } from '../kernel/index.ts';
import type { ErrorHeaders, ScimType } from '../scim/index.ts';

/** The answer to a refusal. */
export interface Refusal {
  readonly status: number;
  /** In SCIM replies only (RFC 7644 section 3.12). */
  readonly scimType?: ScimType;
  readonly headers?: ErrorHeaders;
}

const malformed: Refusal = { status: 400, scimType: 'invalidValue' };
const unauthorized: Refusal = { status: 401, headers: { 'www-authenticate': 'Bearer realm="SCIM"' } };
const forbidden: Refusal = { status: 403 };
const missing: Refusal = { status: 404 };
const conflict: Refusal = { status: 409 };
const taken: Refusal = { status: 409, scimType: 'uniqueness' };
const stale: Refusal = { status: 412 };
const slow: Refusal = { status: 429 };
const paused: Refusal = { status: 503, headers: { 'retry-after': String(limits.pausedRetrySeconds) } };

/** Each code of a refusal and its answer, for SCIM, JSON and pages. docs/errors.md explains the codes. */
export const refusals: Readonly<Record<RuleCode, Refusal>> = {
  not_found: missing,
  forbidden,
  unauthorized,
  insufficient_scope: forbidden,
  token_without_person: forbidden,
  wrong_password: forbidden,
  too_many_attempts: slow,
  first_run_over: conflict,
  invalid_first_run_code: forbidden,
  weak_password: malformed,
  saml_session_required: forbidden,
  version_mismatch: stale,
  ambiguous_name: malformed,
  contradictory_arguments: malformed,
  invalid_name: malformed,
  invalid_time: malformed,
  account_taken: taken,
  account_username_taken: taken,
  email_exists: taken,
  email_confirmed: conflict,
  email_unconfirmed: conflict,
  external_id_taken: taken,
  identity_linked: taken,
  invalid_email: malformed,
  invalid_username: malformed,
  last_way_to_sign_in: conflict,
  primary_email: conflict,
  primary_email_managed: conflict,
  reserved_username: malformed,
  too_many_emails: conflict,
  unfit_operator: conflict,
  deprovisioned: conflict,
  group_not_movable: malformed,
  group_too_deep: conflict,
  invalid_path: malformed,
  last_owner: conflict,
  membership_not_by_hand: conflict,
  no_linked_group: conflict,
  not_a_member: missing,
  not_top_level_group: malformed,
  parent_is_project: conflict,
  path_taken: taken,
  too_many_memberships: malformed,
  domain_not_claimed: missing,
  domain_taken: taken,
  free_mail_domain: malformed,
  invalid_domain: malformed,
  public_suffix: malformed,
  too_many_domains: conflict,
  already_live: conflict,
  ambiguous_integration: malformed,
  integration_disabled: forbidden,
  integration_ending: conflict,
  integration_name_taken: taken,
  invalid_address_range: malformed,
  invalid_federation: malformed,
  invalid_lifetime: malformed,
  invalid_overlap: malformed,
  invalid_scope: malformed,
  no_integration: missing,
  not_paused: conflict,
  removal_begun: conflict,
  removals_paused: paused,
  request_not_replayable: conflict,
  token_name_taken: taken,
  token_not_live: conflict,
  too_many_address_ranges: conflict,
  too_many_integrations: conflict,
  too_many_tokens: conflict,
  attribute_is_reference: malformed,
  attribute_not_text: malformed,
  circular_membership: malformed,
  display_name_taken: taken,
  group_not_empty: conflict,
  invalid_role_value: malformed,
  link_exists: taken,
  target_outside_group: malformed,
  too_many_links: conflict,
  too_many_nested_groups: malformed,
  too_many_role_attributes: conflict,
  too_many_role_values: conflict,
  unique_value_taken: taken,
  unknown_attribute: malformed,
  unknown_member: malformed,
  user_name_taken: taken,
  incomplete_provider: malformed,
  invalid_metadata_url: malformed,
  invalid_sign_on_url: malformed,
  invalid_recovery_code: malformed,
  last_certificate: conflict,
  metadata_unreachable: conflict,
  no_metadata_url: missing,
  no_provider: missing,
  no_retiring_certificate: missing,
  no_signing_key: missing,
  only_removed_certificates: conflict,
  owner_password_missing: conflict,
  recovery_codes_missing: conflict,
  saml_secret_changed: conflict,
  several_providers: malformed,
  test_sign_in_missing: conflict,
  too_many_certificates: conflict,
  unusable_certificate: malformed,
  unusable_metadata: malformed,
};
