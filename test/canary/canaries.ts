import { randomBytes } from 'node:crypto';

/** Begins every canary; nothing else in the project contains it. */
const BIRD = 'Zq7canary';
const PLANTED = new RegExp(`${BIRD}\\d+x[0-9a-f]{24}`, 'g');
/** As it looks in the user and password of Basic. */
const ENCODED = Buffer.from(`x:${BIRD}`).toString('base64').slice(0, 12);

/** Secrets without a form of their own, each for one place, and real secrets of this run. */
export class Canaries {
  readonly #places = new Map<string, string>();
  readonly #known = new Map<string, string>();
  #count = 0;

  /** A new secret for a place. */
  plant(place: string): string {
    const text = `${BIRD}${++this.#count}x${randomBytes(12).toString('hex')}`;
    this.#places.set(text, place);
    return text;
  }

  /** Watches a real secret. */
  watch(place: string, text: string): void {
    if (text.length >= 8) this.#known.set(text, place);
  }

  get planted(): number {
    return this.#places.size;
  }

  get watched(): number {
    return this.#known.size;
  }

  /** The places of the planted secrets that a text contains. */
  plantedIn(text: string): string[] {
    const found = new Set([...text.matchAll(PLANTED)].map(([one]) => this.#places.get(one) ?? one));
    if (text.includes(ENCODED)) found.add('a user and password, encoded');
    return [...found];
  }

  /** The places of all secrets that a text contains, but not of those in the address that was asked for. */
  in(text: string, address = ''): string[] {
    const known = [...this.#known]
      .filter(([secret]) => text.includes(secret) && !address.includes(secret))
      .map(([, place]) => place);
    return [...this.plantedIn(text), ...known];
  }
}
