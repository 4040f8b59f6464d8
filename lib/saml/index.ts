export {
  type Binding,
  type Connection,
  type ConnectionSettings,
  type IdpCertificate,
  type IdpSide,
  type SpKey,
  type SpUrls,
  signsRequests,
  spUrls,
  TRANSIENT,
} from './connection.ts';
export { digest } from './digest.ts';
export { type ReadCertificate, readCertificates } from './keys/certificates.ts';
export { type KeyParts, newKeys, rotated } from './keys/keys.ts';
export { checkedEntityId, checkedSsoUrl, type MetadataPreview, readMetadata } from './metadata/read.ts';
export { spMetadata } from './metadata/sp_metadata.ts';
export { type AuthnMessage, authnMessage } from './request/authn_request.ts';
export { examined } from './response/apart.ts';
export { type Check, Ended, type Examiner, Noting, strict } from './response/checks.ts';
export type { Received, Response, Verified } from './response/examine.ts';
export type { Task } from './response/findings.ts';
export { answeredBy } from './response/guard.ts';
export { SamlError } from './saml_error.ts';
