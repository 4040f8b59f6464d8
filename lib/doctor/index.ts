export { examine, type Report } from './examine.ts';
export type { Data, Evidence } from './types.ts';
