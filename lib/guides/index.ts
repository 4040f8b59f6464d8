export { filled, filledFields } from './fill.ts';
export { connectionFields, guideOf, guides, providerChoices } from './guides.ts';
export type { CredentialKind, Field, Guide, Part, Step, Values } from './types.ts';
