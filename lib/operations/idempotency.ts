import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync } from 'node:crypto';
import { limits } from '../../config/limits.ts';
import type { Caller } from '../access/index.ts';
import type { Unit, View } from '../audit/index.ts';
import { fingerprint, RuleError, valuesOf } from '../kernel/index.ts';
import { type Collection, type Doc, PLATFORM } from '../store/index.ts';
import type { Around, House, Operation } from './operation.ts';

/** A request that its sender may repeat, and its answer. The `id` is a digest of the token and of the sender's key. */
interface RepeatableRequest extends Doc {
  /** Of the method, the address and the body. */
  readonly digest: string;
  /** Encrypted with the sender's key, which is not stored: it may hold a secret. Absent while the request is performed. */
  readonly answer?: string;
  readonly expiresAt: number;
  /** The fingerprint of the pepper of its id and its key; absent in one of an earlier version. */
  readonly keyId?: string;
}

export const repeatableRequests: Collection<RepeatableRequest> = {
  name: 'repeatable_requests',
  scope: 'platform',
  unique: {},
  indexes: {},
  expires: 'expiresAt',
};

export interface Repeatable {
  /** The `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07). */
  readonly key: string;
  /** What must be the same in a repetition. */
  readonly request: string;
}

type Performed = Pick<Operation, 'kind' | 'perform'>;

/**
 * Performs an operation once for a key, and returns the first answer to every repetition within 24 hours. A change
 * stores its answer in its own transaction. Nothing is stored for a refusal. A repetition needs the rights of the first
 * request. Throws `RuleError`: `idempotency_key_reused`, `idempotency_key_in_use`.
 */
export async function performOnce(
  house: House,
  caller: Caller,
  operation: Performed,
  given: unknown,
  repeatable: Repeatable,
): Promise<object> {
  return new Once(house, caller, repeatable).perform(operation, given);
}

/** The request was answered before. */
class AlreadyAnswered extends Error {
  readonly answer: object;

  constructor(answer: object) {
    super('the request was answered before');
    this.answer = answer;
  }
}

/** Where an answer is stored, and the key that encrypts it. */
interface Place {
  readonly keyId: string;
  readonly id: string;
  readonly secret: Buffer;
}

class Once {
  readonly #house: House;
  readonly #caller: Caller;
  #place: Place;
  readonly #former: Place | undefined;
  readonly #digest: string;
  /** What the last look found, perhaps expired. */
  #held: RepeatableRequest | undefined;

  constructor(house: House, caller: Caller, { key, request }: Repeatable) {
    const { tokenPepper } = house.services.secrets;
    const { accountId = '', tokenId = '' } = caller.actor;
    this.#house = house;
    this.#caller = caller;
    const [place, former] = valuesOf(tokenPepper).map((value) => {
      const id = createHmac('sha256', value).update(`${accountId} ${tokenId} ${key}`).digest('base64url');
      return {
        keyId: fingerprint(value),
        id,
        secret: Buffer.from(hkdfSync('sha256', value, id, `rollcall answer ${key}`, 32)),
      };
    });
    if (!place) throw new Error('a secret has a value');
    this.#place = place;
    this.#former = former;
    this.#digest = hash('sha256', request, 'base64url');
  }

  /** The stored answer; undefined for the first request. */
  async #known(view: View): Promise<object | undefined> {
    const stored = await this.#stored(view);
    this.#held = stored;
    if (!stored || stored.expiresAt <= view.now()) return undefined;
    if (stored.digest !== this.#digest)
      throw new RuleError(
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another request. Use a new key for each request.',
      );
    if (stored.answer === undefined)
      throw new RuleError(
        'idempotency_key_in_use',
        'The first request with this Idempotency-Key is not finished. Repeat it later.',
      );
    return JSON.parse(this.#opened(stored.answer)) as object;
  }

  /** While the pepper is replaced, the first request may have come under its other value; all later steps then use that. */
  async #stored(view: View): Promise<RepeatableRequest | undefined> {
    const stored = await view.get(repeatableRequests, PLATFORM, this.#place.id);
    if (stored || !this.#former) return stored;
    const former = await view.get(repeatableRequests, PLATFORM, this.#former.id);
    if (former) this.#place = this.#former;
    return former;
  }

  /** Looks for the stored answer only after the rights of the caller were checked again. */
  async perform(operation: Performed, given: unknown): Promise<object> {
    const isLong = operation.kind === 'procedure';
    let isClaimed = false;
    const own: Around = {
      ...this.#house.around,
      before: async (view) => {
        await (isLong ? this.#claim() : this.#refuseAnswered(view));
        isClaimed = isLong;
      },
      ...(isLong ? {} : { after: (unit, result) => this.#store(unit, this.#finished(unit.now(), result)) }),
    };
    try {
      const result = await operation.perform({ ...this.#house, around: own }, this.#caller, given);
      if (isClaimed) await this.#settle((now) => this.#finished(now, result));
      return result;
    } catch (error) {
      if (error instanceof AlreadyAnswered) return error.answer;
      if (isClaimed) await this.#settle(() => undefined);
      throw error;
    }
  }

  /** For an operation of several transactions: this one takes the key, the last one stores the answer. */
  #claim(): Promise<void> {
    return this.#house.services.store.transaction(async (unit) => {
      await this.#refuseAnswered(unit);
      const expiresAt = unit.now() + limits.idempotencyClaimMs;
      this.#store(unit, { id: this.#place.id, digest: this.#digest, expiresAt });
    });
  }

  async #refuseAnswered(view: View): Promise<void> {
    const answer = await this.#known(view);
    if (answer) throw new AlreadyAnswered(answer);
  }

  #settle(make: (now: number) => Omit<RepeatableRequest, 'v'> | undefined): Promise<void> {
    return this.#house.services.store.transaction(async (unit) => {
      this.#held = await unit.get(repeatableRequests, PLATFORM, this.#place.id);
      const next = make(unit.now());
      if (next) this.#store(unit, next);
      else if (this.#held) unit.remove(repeatableRequests, this.#held);
    });
  }

  #store(unit: Unit, next: Omit<RepeatableRequest, 'v'>): void {
    const stored = { ...next, keyId: this.#place.keyId };
    if (this.#held) unit.update(repeatableRequests, { ...stored, v: this.#held.v });
    else unit.insert(repeatableRequests, stored);
  }

  #finished(now: number, result: object): Omit<RepeatableRequest, 'v'> {
    return {
      id: this.#place.id,
      digest: this.#digest,
      answer: this.#sealed(JSON.stringify(result)),
      expiresAt: now + limits.idempotencyMs,
    };
  }

  #sealed(text: string): string {
    const iv = this.#house.services.runtime.random(12);
    const cipher = createCipheriv('aes-256-gcm', this.#place.secret, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
  }

  #opened(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.#place.secret, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString();
  }
}
