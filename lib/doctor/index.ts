export { checks } from './checks.ts';
export { examine, type Patient, type Report } from './examine.ts';
export type { Data, Evidence, Reach } from './types.ts';
