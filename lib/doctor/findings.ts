import type { Finding } from './types.ts';

export const ok = (text: string): Finding => ({ state: 'ok', text });
export const warning = (text: string): Finding => ({ state: 'warning', text });
export const failed = (text: string): Finding => ({ state: 'failed', text });
export const skipped = (text: string): Finding => ({ state: 'skipped', text });
