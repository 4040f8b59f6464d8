import { BadJwt } from '../integrations/index.ts';

/** Why a message of an issuer is refused: the codes of RFC 8935 section 2.4, and two for its subject. */
type RefusalCode =
  | 'invalid_request'
  | 'invalid_key'
  | 'invalid_issuer'
  | 'invalid_audience'
  | 'authentication_failed'
  | 'invalid_subject'
  | 'unknown_subject';

/** A refused message. `message` is a sentence for the owners of the group alone. */
export class LogoutRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** Runs checks of a JWT. Throws `LogoutRefusal` for what is wrong with it. */
export async function refusing<T>(check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof BadJwt)) throw error;
    const code = error.of === 'key' ? 'invalid_key' : 'invalid_request';
    throw new LogoutRefusal(code, `The JWT is refused: ${error.message}.`);
  }
}
