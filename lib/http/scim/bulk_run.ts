import { limits } from '../../../config/limits.ts';
import { authorize, type Integration } from '../../integrations/index.ts';
import { RuleError, type Runtime, unhurried } from '../../kernel/index.ts';
import { maskedJson } from '../../observe/index.ts';
import {
  bodiesOf,
  type Caller,
  entryOf,
  type LogBook,
  type LoggedBodies,
  type LoggedOutcome,
  noticeOf,
  patchOptionsOf,
  recordOf,
  type Stored,
} from '../../provisioning/index.ts';
import {
  type BulkOperation,
  type BulkRequest,
  type BulkResult,
  type CanWait,
  Conflict,
  completion,
  type Deferred,
  deferReferences,
  etagOf,
  InvalidValue,
  MethodNotAllowed,
  NotFound,
  orderOf,
  parsePatch,
  type Resource,
  readReplacement,
  readResource,
  resolved,
  type ScimError,
  type Step,
} from '../../scim/index.ts';
import { Unavailable } from '../../store/index.ts';
import { expectVersion } from './conditions.ts';
import type { WritableEndpoint } from './endpoint.ts';
import { asScimError } from './error_handler.ts';
import { codeOf, nameSent } from './provisioning_log.ts';

export interface BulkParts {
  readonly endpoints: readonly WritableEndpoint[];
  readonly runtime: Runtime;
  readonly logBook: LogBook;
}

interface Asked {
  readonly request: BulkRequest;
  readonly caller: Caller;
  /** The SCIM base URL of the group. */
  readonly base: string;
  /** Called with internal errors, for the log of the process. */
  readonly complain: (error: unknown) => void;
}

/** A resource that was made without some of its references. */
interface Unfinished {
  readonly endpoint: WritableEndpoint;
  readonly made: Stored;
  readonly deferred: readonly Deferred[];
}

/**
 * Runs the operations of one bulk request, one after the other, each like a single request: with its own transaction,
 * scope check and log entry. Returns the results in the order of the request.
 */
export function runBulk(parts: BulkParts, asked: Asked): Promise<BulkResult[]> {
  return new BulkRun(parts, asked).all();
}

class BulkRun {
  readonly #parts: BulkParts;
  readonly #asked: Asked;
  /** The resources that were made, by bulkId. */
  readonly #ids = new Map<string, string>();
  readonly #results = new Map<number, BulkResult>();
  readonly #unfinished = new Map<number, Unfinished>();
  #errors = 0;
  /** As the latest operation left it. */
  #integration: Integration;
  #down: Unavailable | undefined;

  constructor(parts: BulkParts, asked: Asked) {
    this.#parts = parts;
    this.#asked = asked;
    this.#integration = asked.caller.integration;
  }

  async all(): Promise<BulkResult[]> {
    const { operations } = this.#asked.request;
    const canWait: CanWait = (at, without) => this.#canWait(operations[at], without);
    for (const step of await this.#unhurried(orderOf(operations, canWait)))
      await this.#take(step, operations[step.at]);
    return [...this.#results].sort(([a], [b]) => a - b).map(([, result]) => result);
  }

  #unhurried<T>(work: Generator<void, T>): Promise<T> {
    return unhurried(this.#parts.runtime, work);
  }

  /** Finishes what it has begun even after too many failures. */
  async #take(step: Step, operation: BulkOperation | undefined): Promise<void> {
    if (!operation) return;
    if (step.kind === 'complete') await this.#complete(step.at, operation);
    else if (this.#errors < this.#asked.request.failOnErrors)
      await this.#run(step.at, operation, step.without);
  }

  async #run(at: number, operation: BulkOperation, without: ReadonlySet<string>): Promise<void> {
    const caller = this.#callerFor(operation);
    try {
      const result = await this.#carryOut(at, operation, without, caller);
      this.#note(at, operation, caller, result);
    } catch (thrown) {
      this.#fail(at, operation, caller, thrown);
    }
  }

  async #carryOut(
    at: number,
    operation: BulkOperation,
    without: ReadonlySet<string>,
    caller: Caller,
  ): Promise<Omit<BulkResult, 'operation'>> {
    if (this.#down) throw this.#down;
    if (operation.refused) throw operation.refused;
    const endpoint = this.#endpointOf(operation);
    authorize(caller, endpoint.scopes.write);
    const { method, id, data, version = '' } = resolved(operation, this.#ids, without);
    if ((id === undefined) !== (method === 'POST')) throw wrongPlace(id);
    const expect = expectVersion(version);
    const notice = noticeOf(caller);
    const { type, service } = endpoint;

    if (id === undefined) {
      const resource = readResource(type, data, notice);
      const { kept, deferred } =
        without.size > 0 ? parted(endpoint, resource, without) : { kept: resource, deferred: [] };
      const made = await service.create(caller, kept);
      if (operation.bulkId !== undefined) this.#ids.set(operation.bulkId, made.id);
      if (deferred.length > 0) this.#unfinished.set(at, { endpoint, made, deferred });
      return { status: 201, ...this.#placeOf(endpoint, made.id), version: etagOf(made.v) };
    }
    const place = this.#placeOf(endpoint, id);
    if (method === 'DELETE') {
      await service.remove(caller, id, expect);
      return { status: 204, ...place };
    }
    const patch = () => this.#unhurried(parsePatch(data, type, notice, patchOptionsOf(caller)));
    const changed =
      method === 'PUT'
        ? await service.replace(caller, id, (present) => readReplacement(type, data, present, notice), expect)
        : await service.patch(caller, id, await patch(), expect);
    return { status: 200, ...place, version: etagOf(changed.v) };
  }

  /** Adds the omitted references. If that fails, the resource stays, and the answer reports the failure. */
  async #complete(at: number, operation: BulkOperation): Promise<void> {
    const unfinished = this.#unfinished.get(at);
    if (!unfinished) return;
    const { endpoint, made, deferred } = unfinished;
    const { type, service } = endpoint;
    const caller = this.#callerFor(operation);
    const place = this.#placeOf(endpoint, made.id);
    try {
      const operations = await this.#unhurried(
        parsePatch(completion(deferred, this.#ids), type, recordOf(caller)),
      );
      const { v } = await service.patch(caller, made.id, operations, () => undefined);
      this.#results.set(at, { operation, status: 201, ...place, version: etagOf(v) });
      this.#passOn(caller);
    } catch (thrown) {
      const error = this.#errorOf(thrown);
      const refusal =
        error.status >= 500
          ? error
          : new InvalidValue(
              `The ${type.name} was created without its circular references. ${error.message}`,
            );
      this.#fail(at, operation, caller, refusal, { ...place, version: etagOf(made.v) });
    }
  }

  #note(at: number, operation: BulkOperation, caller: Caller, result: Omit<BulkResult, 'operation'>): void {
    this.#results.set(at, { operation, ...result });
    if (!caller.logged)
      this.#log(caller, operation, { status: result.status, outcome: 'Nothing to change.' });
    else if (caller.entryId !== undefined) {
      const { runtime, logBook } = this.#parts;
      const at = runtime.now();
      const written = { id: caller.entryId, rootId: caller.integration.rootId, at, status: result.status };
      logBook.addChange(written, bodiesOf(written, bodiesOfOperation(operation)));
    }
    this.#passOn(caller);
  }

  #fail(
    at: number,
    operation: BulkOperation,
    caller: Caller,
    thrown: unknown,
    made?: Pick<BulkResult, 'location' | 'version'>,
  ): void {
    const error = this.#errorOf(thrown);
    this.#errors += 1;
    this.#results.set(at, { operation, status: error.status, error, ...(made ?? this.#targetOf(operation)) });
    this.#log(caller, operation, {
      status: error.status,
      outcome: `Refused: ${error.message}`,
      ...codeOf(thrown, caller.request.requestId),
    });
    this.#passOn(caller);
  }

  #errorOf(thrown: unknown): ScimError {
    if (thrown instanceof Unavailable) this.#down = thrown;
    const error = asScimError(thrown, this.#asked.caller.request.requestId);
    if (error.status >= 500 && !(thrown instanceof RuleError)) this.#asked.complain(thrown);
    return error;
  }

  #log(caller: Caller, operation: BulkOperation, happened: LoggedOutcome): void {
    const { runtime, logBook } = this.#parts;
    const userName = nameSent(operation.data, '');
    const entry = entryOf(runtime, caller, { ...(userName === undefined ? {} : { userName }), ...happened });
    logBook.add(entry, bodiesOf(entry, bodiesOfOperation(operation)));
  }

  /** The caller for a request with only this operation. */
  #callerFor({ method, endpoint, id }: BulkOperation): Caller {
    const { caller } = this.#asked;
    const named = id?.replace(/^bulkId:(.+)$/i, (text, bulkId: string) => this.#ids.get(bulkId) ?? text);
    const path = `${endpoint || '/Bulk'}${named === undefined ? '' : `/${named}`}`;
    return {
      ...caller,
      integration: this.#integration,
      request: {
        ...caller.request,
        method: method || 'POST',
        path,
      },
      leniencies: new Set(),
      dropped: new Set(),
      logged: false,
    };
  }

  /** Passes what an operation changed to the next one, and to the log of the whole request. */
  #passOn({ integration, leniencies }: Caller): void {
    this.#integration = integration;
    for (const leniency of leniencies) this.#asked.caller.leniencies.add(leniency);
  }

  #endpointOf({ method, endpoint }: BulkOperation): WritableEndpoint {
    const found = this.#findEndpoint(endpoint);
    if (!found)
      throw new NotFound(
        `There is no endpoint ${method} ${endpoint} for a bulk operation. Name one of /ResourceTypes.`,
      );
    return found;
  }

  #findEndpoint(path: string): WritableEndpoint | undefined {
    return this.#parts.endpoints.find(({ type }) => type.endpoint.toLowerCase() === path.toLowerCase());
  }

  /** The location of the resource of a failed operation; a failed POST has none. */
  #targetOf({ endpoint, id }: BulkOperation): Pick<BulkResult, 'location'> {
    const found = this.#findEndpoint(endpoint);
    const known = id?.replace(/^bulkId:(.+)$/i, (_text, bulkId: string) => this.#ids.get(bulkId) ?? '');
    return found && known ? this.#placeOf(found, known) : {};
  }

  #placeOf({ type }: WritableEndpoint, id: string): { readonly location: string } {
    return { location: `${this.#asked.base}${type.endpoint}/${encodeURIComponent(id)}` };
  }

  #canWait(operation: BulkOperation | undefined, without: ReadonlySet<string>): boolean {
    const found = operation && this.#findEndpoint(operation.endpoint);
    if (!found) return false;
    try {
      const resource = readResource(found.type, operation.data, () => undefined);
      deferReferences(found.type, resource, without);
      return true;
    } catch {
      return false;
    }
  }
}

/** RFC 7644 section 3.7.1: a circle that cannot be resolved is a conflict. */
function parted(
  { type }: WritableEndpoint,
  resource: Resource,
  without: ReadonlySet<string>,
): ReturnType<typeof deferReferences> {
  try {
    return deferReferences(type, resource, without);
  } catch {
    throw new Conflict(
      'The circular bulkId references cannot be resolved. Send one of them in a later request.',
    );
  }
}

function wrongPlace(id: string | undefined): ScimError {
  const allowed = id === undefined ? 'POST' : 'PUT, PATCH and DELETE';
  return new MethodNotAllowed(`This path takes ${allowed} in a bulk request.`);
}

function bodiesOfOperation({ data }: BulkOperation): LoggedBodies {
  return data === undefined ? {} : { request: maskedJson(data, limits.loggedBodyChars) };
}
