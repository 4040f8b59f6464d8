export {
  type Access,
  accessTo,
  concerns,
  enforce,
  isFresh,
  isKeptOut,
  lineOf,
  ruleAlong,
} from './enforcement.ts';
export type { WhyParts } from './explain/scene.ts';
export { type Explanation, whyAccess } from './explain/why.ts';
export { whyPerson } from './explain/why_person.ts';
export { isKnown, knownAccount, nobodyKnown } from './known_account.ts';
export { isOperatorNow, mayOperate, needsFreshSignIn, operatorScopeOf, type Reach } from './operating.ts';
export { type OwnGroup, ownGroups, switcherGroups } from './own_groups.ts';
export { type Caller, mayWithToken, partiesOf, type Target } from './parties.ts';
export { type Action, may, type Party } from './policy.ts';
export { scopeOf } from './scope_of.ts';
