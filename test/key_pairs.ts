import { type KeyPair, systemRuntime } from '../lib/kernel/runtime.ts';

const made: Promise<KeyPair>[] = [];
let taken = 0;

/** Making RSA keys takes a quarter of a second, so the services under test take turns with a few. */
export function keyPair(): Promise<KeyPair> {
  const turn = taken++ % 6;
  const pair = made[turn] ?? systemRuntime().keyPair();
  made[turn] = pair;
  return pair;
}
