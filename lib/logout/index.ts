export type { Carried } from './carry_out.ts';
export { issuerNamed, issuerOf, makePushToken, removeIssuer, saveIssuer } from './issuers.ts';
export type { LogoutParts } from './proof.ts';
export { LogoutRefusal } from './refusal.ts';
export { revokeGlobally } from './revocation.ts';
export { takeEvent } from './security_event.ts';
export { type LogoutEvent, type LogoutIssuer, logoutIssuers } from './types.ts';
