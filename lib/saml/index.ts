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
export { type KeyParts, newKeys, resealedKeys, rotated } from './keys/keys.ts';
export { checkedEntityId, checkedSsoUrl, type MetadataPreview, readMetadata } from './metadata/read.ts';
export { spMetadata } from './metadata/sp_metadata.ts';
export { type AuthnMessage, authnMessage } from './request/authn_request.ts';
export { type Check, type Checker, NoMoreChecks, Reporter, stopAtFirst } from './response/checks.ts';
export { unverifiedInResponseTo } from './response/envelope.ts';
export type { Task } from './response/findings.ts';
export type { Received, Response, Verified } from './response/stages.ts';
export { validateResponse } from './response/validate.ts';
export { SamlError } from './saml_error.ts';
