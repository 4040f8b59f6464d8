export { maskUrl } from './mask_url.ts';
export { maskJson, maskText } from './redact.ts';
