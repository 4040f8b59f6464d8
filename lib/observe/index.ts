export { type MaskedBody, maskedBody, maskedJson } from './bodies.ts';
export { maskUrl } from './mask_url.ts';
export type { MeasuredCall, MeasuredRequest, Metrics, Reading } from './metrics.ts';
export { maskJson, maskText } from './redact.ts';
export { registeredTracing } from './registered.ts';
export type { Attributes, Span, SpanWish, Tracing } from './tracing.ts';
