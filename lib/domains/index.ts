export { domainAccounts } from './domain_accounts.ts';
export { checkDomains, lapsesAt } from './domain_check.ts';
export { asciiDomain, isShared } from './domain_names.ts';
export { domainClaims, lookForRecord, problemOf, recordName } from './domain_record.ts';
export { type LookUpTxt, txtLookup } from './domain_txt.ts';
export {
  type Changed,
  claimDomain,
  claimOf,
  type DomainStatus,
  domainsOf,
  removeDomain,
  settleClaim,
  vouchForDomain,
} from './domains.ts';
