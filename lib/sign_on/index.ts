export { type Accepted, acceptResponse, checkResponse, type Posted } from './accept.ts';
export { type LinkCause, linkAccepted, linkedAs, samlIdentitiesOf, unlinkSaml } from './link.ts';
export { linkNameId } from './link_name_id.ts';
export { linkableGroups } from './linkable.ts';
export { updateMismatches } from './mismatch.ts';
export { openSamlSession } from './open_session.ts';
export { findOutcome, keepAccepted, samlOutcomes } from './outcomes.ts';
export type { SamlParts } from './parts.ts';
export { changesOf, type Description, type Preview, previewOf } from './provider/description.ts';
export { endingsOf } from './provider/expiry.ts';
export { idpAfter } from './provider/idp_side.ts';
export {
  addCertificates,
  approveCertificates,
  keysOf,
  type ProviderChanges,
  providerNamed,
  providerOf,
  removeCertificate,
  saveKeys,
  saveProvider,
} from './provider/providers.ts';
export { applyFetched, fetchAgain, refreshDue } from './provider/refresh.ts';
export { isTested } from './provider/tested.ts';
export { warnOfExpiry } from './provider/warn_owners.ts';
export {
  hasRecoveryCodes,
  makeRecoveryCodes,
  recover,
  recoveryCodes,
  recoveryCodesLeft,
  recoveryTries,
} from './recovery_codes.ts';
export { recordRefusal, SamlRefusal } from './refusal.ts';
export {
  type NewRequest,
  type PendingRequest,
  pendingRequest,
  type RequestReference,
  type StartedRequest,
  startRequest,
} from './requests.ts';
export { returnPath } from './return_path.ts';
export { type SamlSide, sideAt, sideOfRoot } from './side.ts';
export { keepReport } from './test_sign_in.ts';
export { type SamlRequest, samlAssertionsSeen, samlRequests } from './types.ts';
