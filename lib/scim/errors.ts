const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** RFC 7644 section 3.12 and RFC 9865 section 2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

export type ErrorHeaders = Readonly<Record<string, string>>;

/** A SCIM error. The message is the `detail`: a helpful sentence that is safe to show. */
export class ScimError extends Error {
  readonly status: number;
  readonly scimType: ScimType | undefined;
  readonly headers: ErrorHeaders;

  protected constructor(
    status: number,
    scimType: ScimType | undefined,
    detail: string,
    headers: ErrorHeaders,
  ) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
    this.headers = headers;
  }

  /** The Error message of RFC 7644 section 3.12. */
  body(): { schemas: string[]; status: string; scimType?: ScimType; detail: string } {
    const { status, scimType, message } = this;
    return {
      schemas: [ERROR_SCHEMA],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail: message,
    };
  }
}

function kind(status: number, scimType?: ScimType, always: ErrorHeaders = {}) {
  return class extends ScimError {
    constructor(detail: string, headers: ErrorHeaders = {}) {
      super(status, scimType, detail, { ...always, ...headers });
    }
  };
}

export class InvalidFilter extends kind(400, 'invalidFilter') {}
export class TooMany extends kind(400, 'tooMany') {}
export class Mutability extends kind(400, 'mutability') {}
export class InvalidSyntax extends kind(400, 'invalidSyntax') {}
export class InvalidPath extends kind(400, 'invalidPath') {}
export class NoTarget extends kind(400, 'noTarget') {}
export class InvalidValue extends kind(400, 'invalidValue') {}
export class InvalidCursor extends kind(400, 'invalidCursor') {}
export class ExpiredCursor extends kind(400, 'expiredCursor') {}
export class InvalidCount extends kind(400, 'invalidCount') {}
export class Unauthorized extends kind(401, undefined, { 'www-authenticate': 'Bearer realm="SCIM"' }) {}
export class Forbidden extends kind(403) {}
export class NotFound extends kind(404) {}
export class MethodNotAllowed extends kind(405) {}
export class Conflict extends kind(409) {}
export class PreconditionFailed extends kind(412) {}
export class PayloadTooLarge extends kind(413) {}
export class UnsupportedMediaType extends kind(415) {}
export class TooManyRequests extends kind(429) {}
export class InternalError extends kind(500) {}
export class NotSupported extends kind(501) {}
export class ServiceUnavailable extends kind(503) {}
