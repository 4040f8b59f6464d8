export { filled, filledFields } from './fill.ts';
export { connectionFields, guideOf, guides, providerChoices } from './guides.ts';
export type { CredentialKind, Failure, Field, Guide, Mapping, Part, Step, Values } from './types.ts';
