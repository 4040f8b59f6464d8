export { answerOf, document, headersOf } from './document.ts';
export { givenTo } from './given.ts';
export { conditions } from './headers.ts';
export { argumentOf } from './parameters.ts';
export { type Part, reference } from './reference.ts';
export type { Method, Route } from './route.ts';
export { type OperationKey, routes } from './routes.ts';
