export { defined } from './defined.ts';
export { type RuleCode, RuleError } from './errors.ts';
export { encodingOf, textOfFile } from './file_text.ts';
export { givenName } from './given_name.ts';
export {
  type Answered,
  checkedUrl,
  type Fetched,
  type Outbound,
  OutboundError,
  outbound,
  type Poster,
} from './outbound.ts';
export { answerTo, isAnswer, QUESTION, questionOf, SELF_CHECK } from './own_answer.ts';
export {
  DAY,
  HOUR,
  hasPassed,
  MINUTE,
  type Runtime,
  stopwatch,
  systemRuntime,
  unhurried,
} from './runtime.ts';
export { resealed, seal, unseal } from './sealing.ts';
export { derived, fingerprint, type Secret, secretOf, valuesOf } from './secret.ts';
export { digestOf, digestsOf, isSameDigest, newToken, tokenDigests } from './token_format.ts';
export { meantCode, newTypedCode } from './typed_code.ts';
