export { answerOf, document, endpointOf, headersOf } from './document.ts';
export { givenTo, type Sent } from './given.ts';
export { conditions } from './headers.ts';
export { argumentOf } from './parameters.ts';
export { type Part, reference } from './reference.ts';
export type { Method, Route } from './route.ts';
export { type OperationKey, routes } from './routes.ts';
export { withoutRoute } from './without_route.ts';
