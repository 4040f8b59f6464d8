export type { Carried } from './carry_out.ts';
export { issuerNamed, makePushToken, removeIssuer, saveIssuer } from './issuers.ts';
export { LogoutRefusal } from './refusal.ts';
export { revokeGlobally } from './revocation.ts';
export { takeEvent } from './security_event.ts';
export { type LogoutIssuer, logoutIssuers } from './types.ts';
