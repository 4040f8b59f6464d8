import { enforcements } from '../access/index.ts';
import {
  accountEmails,
  accounts,
  attempts,
  firstRunCodes,
  mailedLinks,
  operators,
  personalTokens,
  samlIdentities,
  samlUnlinkings,
  sessions,
  usernameHints,
  verifiedDomains,
} from '../accounts/index.ts';
import { auditEntries, auditHeads } from '../audit/index.ts';
import { domainClaims } from '../domains/index.ts';
import { groupPaths, groups, invitations, members, samlProviders } from '../groups/index.ts';
import {
  assertionsSeen,
  integrationFirsts,
  integrations,
  keySets,
  setupLinks,
  strangerContacts,
  tokenUses,
} from '../integrations/index.ts';
import { leases, works } from '../jobs/index.ts';
import { logoutIssuers } from '../logout/index.ts';
import { mails } from '../outbox/index.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  directoryMembers,
  discoveries,
  formerNames,
  groupLinks,
  identities,
  logBodies,
  logDays,
  logEntries,
  plannedRemovals,
  removalWindows,
  samlMismatches,
  unprovisioned,
} from '../provisioning/index.ts';
import { recoveryCodes, samlAssertionsSeen, samlOutcomes, samlRequests } from '../sign_on/index.ts';
import type { Collection, Doc } from '../store/index.ts';
import { deliveries, lines, webhooks } from '../webhooks/index.ts';
import { formerWork } from './former_work.ts';
import { secretMarks } from './secret_marks.ts';

/** Everything that is stored, for opening, moving and migrating a store. */
export const allCollections = [
  accounts,
  accountEmails,
  usernameHints,
  sessions,
  personalTokens,
  attempts,
  firstRunCodes,
  mailedLinks,
  operators,
  groups,
  groupPaths,
  members,
  invitations,
  integrations,
  tokenUses,
  setupLinks,
  keySets,
  assertionsSeen,
  integrationFirsts,
  strangerContacts,
  removalWindows,
  attentions,
  logBodies,
  logDays,
  logEntries,
  plannedRemovals,
  identities,
  discoveries,
  unprovisioned,
  formerNames,
  directoryGroups,
  directoryMembers,
  groupLinks,
  customResources,
  samlProviders,
  samlIdentities,
  samlUnlinkings,
  samlRequests,
  samlAssertionsSeen,
  samlOutcomes,
  samlMismatches,
  enforcements,
  recoveryCodes,
  logoutIssuers,
  verifiedDomains,
  domainClaims,
  auditEntries,
  auditHeads,
  mails,
  webhooks,
  deliveries,
  lines,
  leases,
  works,
  ...formerWork,
  secretMarks,
] as unknown as readonly Collection<Doc>[];
