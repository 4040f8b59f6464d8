export { sealTurn, type Verdict, verifyChain } from './chain.ts';
export { type AuditEvent, type EventBody, type EventName, events } from './events.ts';
export { withNameOfToday } from './former_names.ts';
export { needsPrevious, setCheckpoint } from './replaced_secret.ts';
export type { Held, Outlet, Recorded, Told } from './told.ts';
export {
  ACCOUNTS_CHAIN,
  type Actor,
  type AuditEntry,
  auditEntries,
  auditHeads,
  type ScimResource,
} from './types.ts';
export { type Derivation, type Run, type Unit, type UnitStore, unitStore, type View } from './unit.ts';
