/** Every reason for refusing a response: a stable code, and a sentence for the owner of the group. */
export const remedies = {
  'saml.not_set_up': 'The group has no identity provider yet. Set it up before anybody signs in.',
  'saml.too_large': 'The response is larger than this service accepts. Send fewer attributes.',
  'saml.not_base64':
    'The form field SAMLResponse does not hold base64. Something on the way changes the form.',
  'saml.not_xml': 'The response is not a well-formed XML document. Something on the way changes or cuts it.',
  'saml.forbidden_xml':
    'The response holds a document type, an entity, a comment, CDATA or a processing instruction. No identity provider needs them; it looks like an attack.',
  'saml.too_complex': 'The response has too many elements, or they are nested too deeply.',
  'saml.duplicate_id': 'Two elements of the response have one ID. It looks like an attack.',
  'saml.not_a_response':
    'The document is not a SAML 2.0 Response. Let the identity provider send its sign-in response to this address.',
  'saml.version': 'The response or the assertion is not of SAML version 2.0.',
  'saml.status':
    'The identity provider refused the sign-in. Its log says why: often the person is not assigned to the application.',
  'saml.destination_mismatch':
    'The response is addressed to another URL. Enter the callback URL of this group in the identity provider.',
  'saml.issuer_mismatch':
    'The response comes from another entity id than the one set here. Compare the entity id (issuer) of the identity provider.',
  'saml.no_assertion': 'The response holds no assertion. Let the identity provider send one.',
  'saml.several_assertions': 'The response holds more than one assertion, or one where none belongs.',
  'saml.not_signed':
    'Neither the response nor the assertion is signed. Switch on signing in the identity provider.',
  'saml.response_not_signed':
    'Only the assertion is signed, and the settings of the group ask for a signed response too.',
  'saml.signature_shape':
    'The signature is not of the one shape that is accepted: one reference to the element that holds it. It looks like an attack.',
  'saml.weak_algorithm':
    'The signature or the encryption uses an algorithm that is not accepted. Let the identity provider sign with SHA-256 or stronger, and encrypt with AES-GCM and RSA-OAEP.',
  'saml.signature_invalid':
    'The signature does not match a certificate that is set here. The certificate of the identity provider may have changed.',
  'saml.no_certificate':
    'No certificate that is set here is in force: all have expired or are no longer accepted. Add the present one.',
  'saml.certificate_expired':
    'The response is signed with a certificate that has expired, or that was replaced too long ago. Let the identity provider sign with its present one.',
  'saml.not_decrypted':
    'The assertion could not be decrypted with a key of this group. Give the identity provider the present encryption certificate.',
  'saml.not_encrypted_well': 'The encrypted assertion is not of the one shape that is accepted.',
  'saml.assertion_issuer_mismatch':
    'The assertion comes from another entity id than the one set here. Compare the entity id (issuer) of the identity provider.',
  'saml.no_subject':
    'The assertion names nobody: it needs one NameID that is not empty. Choose what is sent as NameID.',
  'saml.confirmation':
    'The assertion has no bearer confirmation that could be used, so it does not say to whom it was given.',
  'saml.recipient_mismatch':
    'The assertion was made for another URL (Recipient). Enter the callback URL of this group in the identity provider.',
  'saml.confirmation_time':
    'The time within which the assertion may be handed in is over, missing or much too long. Compare the clocks.',
  'saml.in_response_to_mismatch':
    'The assertion answers another request than the response says. It looks like an attack.',
  'saml.no_conditions': 'The assertion has no Conditions with a time limit.',
  'saml.not_yet_valid': 'The assertion is not valid yet. Compare the clocks of both sides.',
  'saml.expired': 'The assertion has expired. Compare the clocks of both sides.',
  'saml.no_audience': 'The assertion does not say for whom it is (AudienceRestriction).',
  'saml.audience_mismatch':
    'The assertion is for another service. Enter the entity id of this group as audience in the identity provider.',
  'saml.unknown_condition':
    'The assertion has a condition that this service does not know and must not ignore.',
  'saml.no_authn_statement': 'The assertion does not say that anybody signed in (AuthnStatement).',
  'saml.session_over': 'The session at the identity provider is already over (SessionNotOnOrAfter).',
  'saml.authn_too_old':
    'The person signed in at the identity provider too long ago. Let it ask for the password again.',
  'saml.too_old': 'The assertion was issued too long ago.',
  'saml.times_reversed':
    'The assertion has a NotBefore that is not before its NotOnOrAfter. Compare the settings of the identity provider for how long an assertion lasts.',
  'saml.time_format':
    'A time in the response is not written as a time with its zone, or on a day that does not exist.',
  'saml.attributes':
    'The attributes of the assertion cannot be read: one has no name, or there are too many values.',
  'saml.idp_initiated':
    'The sign-in began at the identity provider, and the settings of the group do not allow that. Begin at this service.',
  'saml.request_unknown':
    'The response answers no request that is open: it took too long, was used already, or was never asked for. Begin again.',
  'saml.other_browser':
    'The sign-in began in another browser, or the browser has lost its cookie. Begin again.',
  'saml.relay_state_mismatch': 'The response came back with another RelayState than the request had.',
  'saml.replayed': 'The same assertion has been used before.',
  'saml.refused_by_library': 'The response did not pass the second examination, by the SAML library.',
} as const;

export type SamlCode = keyof typeof remedies;

export const samlCodes = Object.keys(remedies) as readonly SamlCode[];

/** A response was refused. `message` says what was found, for the owner's test report; it never contains a secret. */
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
