import { expect } from 'chai';
import { leftOut } from './left_out.ts';

/** Everybody's objects: what a polluted request would leave behind is seen after the very test that let it in. */
const shared = {
  Object: Object.prototype,
  toString: Object.prototype.toString,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
};

const untouched = snapshot();

export const mochaHooks = {
  afterEach(): void {
    expect(snapshot(), 'own keys of the built-in prototypes').to.deep.equal(untouched);
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
