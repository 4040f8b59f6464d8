import * as door from '../../lib/operations/index.ts';
import type { Operation } from '../../lib/operations/operation.ts';

/** Every operation that the floor has. */
export const operations = Object.values<unknown>(door).filter(isOperation);

function isOperation(value: unknown): value is Operation {
  return typeof value === 'object' && value !== null && 'perform' in value;
}
