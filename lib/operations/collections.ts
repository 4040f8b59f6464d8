import { enforcements } from '../access/enforcement.ts';
import { attempts } from '../accounts/attempts.ts';
import { mailedLinks } from '../accounts/links.ts';
import { personalTokens } from '../accounts/personal_tokens.ts';
import { samlIdentities, samlUnlinkings } from '../accounts/saml_identities.ts';
import { sessions } from '../accounts/sessions.ts';
import { accountEmails, accounts, usernameHints } from '../accounts/types.ts';
import { verifiedDomains } from '../accounts/verified_domains.ts';
import { auditEntries, auditHeads } from '../audit/types.ts';
import { domainChanges } from '../domains/domain_accounts.ts';
import { domainClaims } from '../domains/domain_record.ts';
import { samlProviders } from '../groups/saml_provider.ts';
import { groupPaths, groups, members } from '../groups/types.ts';
import { integrations, tokenUses } from '../integrations/types.ts';
import { leases } from '../jobs/leases.ts';
import { mails } from '../outbox/mail/mails.ts';
import {
  attentions,
  customResources,
  directoryGroups,
  endings,
  identities,
  logEntries,
  plannedRemovals,
  removalWindows,
} from '../provisioning/collections.ts';
import { directoryMembers, groupLinks, recalculations } from '../provisioning/directory/collections.ts';
import { formerNames } from '../provisioning/users/former_names.ts';
import { samlMismatches } from '../provisioning/users/saml_mismatches.ts';
import { samlOutcomes } from '../sign_on/outcomes.ts';
import { recoveryCodes } from '../sign_on/recovery_codes.ts';
import { samlAssertionsSeen, samlRequests } from '../sign_on/types.ts';
import type { Collection, Doc } from '../store/port.ts';
import { secretMarks } from './secret_marks.ts';

/** Everything that is stored, for opening, moving and migrating a store. */
export const allCollections = [
  accounts,
  accountEmails,
  usernameHints,
  sessions,
  personalTokens,
  attempts,
  mailedLinks,
  groups,
  groupPaths,
  members,
  integrations,
  tokenUses,
  removalWindows,
  endings,
  attentions,
  logEntries,
  plannedRemovals,
  identities,
  formerNames,
  directoryGroups,
  directoryMembers,
  groupLinks,
  recalculations,
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
  verifiedDomains,
  domainClaims,
  domainChanges,
  auditEntries,
  auditHeads,
  mails,
  leases,
  secretMarks,
] as unknown as readonly Collection<Doc>[];
