import { attempts } from './accounts/attempts.ts';
import { mailedLinks } from './accounts/links.ts';
import { personalTokens } from './accounts/personal_tokens.ts';
import { samlIdentities, samlUnlinkings } from './accounts/saml_identities.ts';
import { sessions } from './accounts/sessions.ts';
import { accountEmails, accounts, usernameHints } from './accounts/types.ts';
import { verifiedDomains } from './accounts/verified_domains.ts';
import { auditEntries, auditHeads } from './audit/types.ts';
import { mails } from './events/mails.ts';
import { samlProviders } from './groups/saml_provider.ts';
import { groupPaths, groups, members } from './groups/types.ts';
import { leases } from './jobs/lease.ts';
import {
  attentions,
  endings,
  logEntries,
  plannedRemovals,
  type ResourceCollections,
  removalWindows,
} from './provisioning/collections.ts';
import { directoryMembers, groupLinks, recalculations } from './provisioning/directory/collections.ts';
import { formerNames } from './provisioning/former_names.ts';
import { integrations, tokenUses } from './provisioning/integration_types.ts';
import { samlMismatches } from './provisioning/saml_mismatches.ts';
import { domainChanges } from './sso/domain_accounts.ts';
import { domainClaims } from './sso/domain_record.ts';
import { enforcements } from './sso/enforcement.ts';
import { samlOutcomes } from './sso/outcomes.ts';
import { recoveryCodes } from './sso/recovery_codes.ts';
import { samlAssertionsSeen, samlRequests } from './sso/types.ts';
import type { Collection, Doc } from './store/port.ts';

/** Everything that is stored, for opening, moving and migrating a store. */
export function allCollections({
  identities,
  directoryGroups,
  customResources,
}: ResourceCollections): Collection<Doc>[] {
  const all = [
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
  ];
  return all as unknown as Collection<Doc>[];
}
