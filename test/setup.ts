import { createRequire } from 'node:module';
import { expect } from 'chai';
import { leftOut } from './left_out.ts';

const argon2 = createRequire(import.meta.url)('@node-rs/argon2') as typeof import('@node-rs/argon2');
const { hash } = argon2;
/** Every bootstrap hashes a password. test/cli/process.test.ts checks what it costs in a process of its own. */
const CHEAPEST = { memoryCost: 8, timeCost: 1, parallelism: 1 };
Object.assign(argon2, { hash: (password: string) => hash(password, CHEAPEST) });

/** Everybody's objects: what a polluted request would leave behind is seen after the very test that let it in. */
const shared = {
  Object: Object.prototype,
  toString: Object.prototype.toString,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
};

const untouched = snapshot();
const unchanged = JSON.stringify(untouched);

export const mochaHooks = {
  afterEach(): void {
    const now = snapshot();
    if (JSON.stringify(now) !== unchanged)
      expect(now, 'own keys of the built-in prototypes').to.deep.equal(untouched);
  },
};

export function mochaGlobalTeardown(): void {
  for (const reason of leftOut()) process.stdout.write(`${reason}\n`);
}

function snapshot(): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(shared).map(([name, value]) => [name, Reflect.ownKeys(value).map(String)]),
  );
}
