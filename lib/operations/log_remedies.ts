import type { LogEntry } from '../provisioning/index.ts';

/** The page where the remedy is, if there is one. */
export type RemedyPlace = 'integration' | 'credentials' | 'attention' | 'paused' | 'members' | 'settings';

export interface LogRemedy {
  readonly text: string;
  readonly at?: RemedyPlace;
}

const newToken = 'Generate a new credential, and enter it at the identity provider.';
const mapping = 'Correct the mapping of this attribute at the identity provider.';
const renaming = 'Change the name in the identity provider.';
const again = 'The identity provider may send it again.';

const byDenial: Readonly<Record<NonNullable<LogEntry['denied']>, LogRemedy>> = {
  missing: {
    text: 'Enter the credential in the identity provider. It belongs in the header Authorization, after “Bearer”.',
    at: 'credentials',
  },
  unknown: {
    text: 'If the sender is your identity provider, generate a credential and enter it there. Otherwise an attacker may be guessing tokens. The service accepted none of them.',
    at: 'credentials',
  },
  expired: { text: newToken, at: 'credentials' },
  revoked: { text: newToken, at: 'credentials' },
  address: {
    text: 'Generate a credential that allows this address, or let the identity provider send from an allowed one.',
    at: 'credentials',
  },
};

const byCode: Readonly<Partial<Record<string, LogRemedy>>> = {
  email_exists: {
    text: 'Open the conflict. It shows its cause and the ways out.',
    at: 'attention',
  },
  account_taken: { text: 'See which user has the account.', at: 'attention' },
  last_owner: { text: 'Make another person an owner of the group first.', at: 'members' },
  removals_paused: { text: 'Decide whether these people should lose access.', at: 'paused' },
  integration_disabled: { text: 'Enable the integration.', at: 'integration' },
  integration_ending: { text: 'The integration is being removed. Create another one.', at: 'integration' },
  insufficient_scope: { text: 'Generate a credential that has this scope.', at: 'credentials' },
  user_name_taken: { text: 'Two users have one userName. Change one of them in the identity provider.' },
  external_id_taken: { text: 'Two users have one externalId. Change one of them in the identity provider.' },
  display_name_taken: { text: renaming },
  unique_value_taken: { text: renaming },
  unknown_member: { text: 'Let the identity provider send the users before the group.' },
  version_mismatch: { text: `Somebody else has changed it meanwhile. ${again}` },
  invalidValue: { text: mapping },
  invalidSyntax: { text: 'Compare the body with what the identity provider should send.' },
  invalidPath: {
    text: 'Remove the mapping of this attribute, or let the integration ignore unknown attributes.',
    at: 'settings',
  },
  invalidFilter: { text: 'Correct the filter: the sentence above names the place.' },
  noTarget: { text: mapping },
  mutability: { text: 'Remove this attribute from the mapping of the identity provider.' },
  uniqueness: { text: 'Change the value in the identity provider.' },
  tooMany: { text: 'Ask for less at once: narrow the filter by userName, externalId or id.' },
};

const byStatus: Readonly<Record<number, LogRemedy>> = {
  404: {
    text: 'Check the address. If the resource is gone, start a new provisioning run at the identity provider.',
  },
  405: { text: 'Check which request the identity provider should send to this address.' },
  413: { text: 'Let the identity provider send less at once.' },
  415: { text: 'Let the identity provider send JSON.' },
  429: { text: `Wait a little. ${again}` },
  500: { text: 'Tell the operator of this service the reference of the request.' },
  503: { text: again },
};

/** What helps against a refusal; undefined for a request that was answered. */
export function remedyFor({ status, denied, code }: LogEntry): LogRemedy | undefined {
  if (status < 400) return undefined;
  return (denied && byDenial[denied]) ?? byCode[code ?? ''] ?? byStatus[status];
}
