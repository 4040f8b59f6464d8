/** Every reason to refuse a response: a stable code, and what the owner of the group can do. */
export const remedies = {
  'saml.not_set_up': 'The group has no identity provider yet. Set it up before anybody signs in.',
  'saml.too_large': 'The response is larger than this service accepts. Send fewer attributes.',
  'saml.not_base64':
    'The form field SAMLResponse does not contain base64. Something between the identity provider and Rollcall changes the form.',
  'saml.not_xml':
    'The response is not a well-formed XML document. Something between the identity provider and Rollcall changes or cuts it.',
  'saml.forbidden_xml':
    'The response contains a document type, an entity, a comment, CDATA or a processing instruction. No identity provider needs them. It looks like an attack.',
  'saml.too_complex':
    'The response has too many elements, or they are nested too deeply. Send fewer attributes.',
  'saml.duplicate_id': 'Two elements of the response have the same ID. It looks like an attack.',
  'saml.not_a_response':
    'The document is not a SAML 2.0 Response. Configure the identity provider to send its sign-in response to this address.',
  'saml.version':
    'The response or the assertion is not of SAML version 2.0. Configure the identity provider for SAML 2.0.',
  'saml.status':
    'The identity provider refused the sign-in. Its log has the reason: often the person is not assigned to the application.',
  'saml.destination_mismatch':
    'The response is addressed to another URL. Enter the callback URL of this group in the identity provider.',
  'saml.issuer_mismatch':
    'The response comes from an entity id other than the configured one. Compare the entity id (issuer) of the identity provider.',
  'saml.no_assertion': 'The response has no assertion. Configure the identity provider to send one.',
  'saml.several_assertions':
    'The response has more than one assertion, or one in the wrong place. Configure the identity provider to send one.',
  'saml.not_signed':
    'Neither the response nor the assertion is signed. Turn on signing in the identity provider.',
  'saml.response_not_signed':
    "Only the assertion is signed, but the group's settings require a signed response too. Turn on signing of responses in the identity provider, or change the setting.",
  'saml.signature_shape':
    'The signature does not have the one accepted shape: one reference to the element that contains it. It looks like an attack.',
  'saml.weak_algorithm':
    'The signature or the encryption uses an algorithm that is not accepted. Configure the identity provider to sign with SHA-256 or stronger, and to encrypt with AES-GCM and RSA-OAEP.',
  'saml.signature_invalid':
    'The signature does not match any configured certificate. If the identity provider has a new certificate, add it.',
  'saml.no_certificate':
    'No configured certificate is valid: all have expired or are no longer accepted. Add the current one.',
  'saml.certificate_expired':
    'The response is signed with a certificate that has expired, or that was replaced too long ago. Configure the identity provider to sign with its current one.',
  'saml.not_decrypted':
    'No key of this group decrypts the assertion. Give the identity provider the current encryption certificate.',
  'saml.not_encrypted_well':
    'The encrypted assertion does not have the one accepted shape: one EncryptedData with one EncryptedKey.',
  'saml.assertion_issuer_mismatch':
    'The assertion comes from an entity id other than the configured one. Compare the entity id (issuer) of the identity provider.',
  'saml.no_subject':
    'The assertion needs exactly one NameID that is not empty. Configure the NameID in the identity provider.',
  'saml.confirmation': 'The assertion has no usable bearer confirmation, so its recipient is unknown.',
  'saml.recipient_mismatch':
    'The assertion is for another URL (Recipient). Enter the callback URL of this group in the identity provider.',
  'saml.confirmation_time':
    'The time limit for delivery of the assertion has passed, is missing or is much too long. Compare the clocks of both sides.',
  'saml.in_response_to_mismatch':
    'The assertion and the response answer different requests. It looks like an attack.',
  'saml.no_conditions':
    'The assertion has no Conditions with a time limit. Configure the identity provider to send them.',
  'saml.not_yet_valid': 'The assertion is not valid yet. Compare the clocks of both sides.',
  'saml.expired': 'The assertion has expired. Compare the clocks of both sides.',
  'saml.no_audience':
    'The assertion names no audience (AudienceRestriction). Enter the entity id of this group as audience in the identity provider.',
  'saml.audience_mismatch':
    'The assertion is for another service. Enter the entity id of this group as audience in the identity provider.',
  'saml.unknown_condition':
    'The assertion has a condition that this service does not know and must not ignore.',
  'saml.no_authn_statement':
    'The assertion does not state that anybody signed in (AuthnStatement). Configure the identity provider to send the statement.',
  'saml.session_over':
    'The session at the identity provider is already over (SessionNotOnOrAfter). Sign in there again.',
  'saml.authn_too_old':
    'The person signed in at the identity provider too long ago. Configure it to ask for the password again.',
  'saml.too_old': 'The assertion was issued too long ago. Begin again, and compare the clocks of both sides.',
  'saml.times_reversed':
    "The assertion's NotBefore is not before its NotOnOrAfter. Check the assertion lifetime in the identity provider.",
  'saml.time_format':
    'A time in the response has no time zone, has a wrong format, or is on a day that does not exist.',
  'saml.attributes':
    'The attributes of the assertion are invalid: one has no name, or there are too many values.',
  'saml.idp_initiated':
    "The sign-in began at the identity provider, and the group's settings do not allow that. Begin at this service.",
  'saml.request_unknown':
    'The response answers no open request: it took too long, was used already, or was never requested. Begin again.',
  'saml.other_browser': 'The sign-in began in another browser, or the browser lost its cookie. Begin again.',
  'saml.relay_state_mismatch':
    'The RelayState of the response differs from that of the request. Begin again.',
  'saml.replayed': 'The same assertion has been used before. Begin again.',
  'saml.refused_by_library': 'The response failed the additional validation by the SAML library.',
} as const;

export type SamlCode = keyof typeof remedies;

export const samlCodes = Object.keys(remedies) as readonly SamlCode[];

/** Thrown for an invalid response. `message` is for the owner's test report; it never contains a secret. */
export class SamlError extends Error {
  readonly code: SamlCode;

  constructor(code: SamlCode, message: string = remedies[code], cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** What the owner can do. */
  get remedy(): string {
    return remedies[this.code];
  }
}
