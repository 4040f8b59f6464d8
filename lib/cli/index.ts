export { serveControl } from './control.ts';
export { claimStore } from './own_secrets.ts';
