export { sealTurn, type Verdict, verifyChain } from './chain.ts';
export type { AuditEvent, EventBody } from './events.ts';
export { withNameOfToday } from './former_names.ts';
export { ACCOUNTS_CHAIN, type Actor, type AuditEntry, auditEntries, auditHeads } from './types.ts';
export { type Run, type Unit, type UnitStore, unitStore, type View } from './unit.ts';
