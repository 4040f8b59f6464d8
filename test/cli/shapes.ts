import { hookEvent, setId } from '../operations/scenes.ts';
import type { Plain } from './operator.ts';

export const text = 'string';
const group = { id: text, path: text, name: text, kind: text, createdAt: text };
const account = { id: text, username: text, name: text, email: text };
const origins = [{ kind: text, role: text, since: text }];
const membership = { group: text, role: text, origins };
const roleAttribute = { attribute: text, target: text, values: { admin: text } };
const settings = {
  defaultRole: text,
  onEmailExists: text,
  onReturn: text,
  ignoreUnknownAttributes: 'boolean',
  singleReplaceAdds: 'boolean',
  plainDiscovery: 'boolean',
  strict: 'boolean',
  accountDiscovery: 'boolean',
  roleAttributes: [],
  removalGuard: text,
  removalPeople: 'number',
  removalPercent: 'number',
  removalWindowMinutes: 'number',
  accessTokenMinutes: 'number',
};
const integration = {
  id: text,
  name: text,
  description: text,
  enabled: 'boolean',
  preset: text,
  settings,
  liveCredentials: 'number',
  createdAt: text,
};
/** Of a group with one owner. */
const breakGlass = {
  state: text,
  wanted: 'number',
  owners: [account],
  others: [],
};
const review = {
  ...group,
  members: 'number',
  refusedToday: 'number',
  breakGlass,
  integrations: [integration],
  endsSoon: [],
};
const people = { count: 'number', names: [text] };
const nobody = { count: 'number', names: [] };
const waiting = { steps: [{ step: text }] };
const begun = { steps: [{ step: text, at: text }], from: { ip: text, userAgent: text } };
const token = {
  id: text,
  name: text,
  hint: text,
  state: text,
  scopes: [text],
  cidrs: [text],
  createdAt: text,
  expiresAt: text,
};
const credential = {
  id: text,
  kind: text,
  name: text,
  hint: text,
  state: text,
  scopes: [text],
  cidrs: [text],
  createdAt: text,
  expiresAt: text,
};
const { hint: _hint, ...noSecret } = credential;
const setupLink = { id: text, name: text, createdAt: text, expiresAt: text, signOn: 'boolean' };
const logout = {
  ...{ group: text, issuer: text, jwksUrl: text },
  ...{ revocationUrl: text, eventsUrl: text, createdAt: text },
};
const federation = { ...noSecret, trust: { jwksUrl: text } };
const client = { clientId: text, tokenUrl: text, scimUrl: text, integration: text };
const held = {
  id: text,
  userName: text,
  name: text,
  email: text,
  externalId: text,
  active: 'boolean',
  state: text,
  managed: 'boolean',
  waitsForEmail: 'boolean',
  modifiedAt: text,
};
export const identity = { ...held, account: text, accountId: text };
const invitation = {
  ...{ id: text, email: text, role: text, sentAt: text, until: text },
  over: 'boolean',
};

const step = { text };
const mapping = { theirs: text, ours: text };
const guidePart = (mappings: object[], test: object[] = []) => ({
  isPossible: 'boolean',
  about: text,
  steps: [{ ...step, ...(mappings.length === 0 ? { fields: [{ name: text, choose: text }] } : {}) }],
  mappings,
  test,
  failures: [{ shown: text, means: text }],
});

const link = { id: text, directoryGroup: text, target: text, role: text };
const because = {
  kind: text,
  role: text,
  effective: 'boolean',
  since: text,
  decision: text,
  request: { id: text, foundIn: text, sentence: text, at: text, action: text, actor: text },
};

const planned = { userName: text, outcome: text, joins: [], leaves: [] };

const logged = {
  at: text,
  id: text,
  integration: text,
  integrationId: text,
  token: text,
  tokenId: text,
  requestId: text,
  method: text,
  path: text,
  ip: text,
  userAgent: text,
  status: 'number',
  ms: 'number',
  outcome: text,
  changes: [{ what: text, to: text, group: text }],
  resourceId: text,
  userName: text,
  accountId: text,
};

/** The commands in an order that builds on itself, and what each prints with `--json`. */
const hook = { group: 'pushed', webhook: 'Product' };
const event = { ...hook, delivery: hookEvent('pushed') };
const webhook = {
  ...{ id: text, name: text, kind: text, url: text, types: [text], state: text },
  ...{ deadlineMinutes: 'number', secrets: [{ id: text, createdAt: text }], createdAt: text },
};
const delivered = {
  ...{ id: text, event: text, type: text, at: text, state: text, attempts: 'number', last: text },
  deadline: text,
};
const delivery = { ...delivered, nextAt: text };

const flow = { group: 'pushed', stream: 'Signals' };
const set = { ...flow, delivery: setId('pushed') };
const pollToken = { id: text, hint: text, createdAt: text };
const stream = {
  ...{ id: text, name: text, kind: text, issuer: text, audience: text, jwksUrl: text },
  ...{ events: [], state: text, createdAt: text },
};
const pushed = { group: text, url: text, hasAuthorization: 'boolean', events: [text] };
const polled = { pollUrl: text, tokens: [pollToken] };
const undelivered = {
  ...{ id: text, event: text, type: text, at: text, state: text },
  ...{ attempts: 'number', last: text, nextAt: text },
};
const eventKey = { id: text, state: text, createdAt: text, signsFrom: text };

export const shapes: readonly (readonly [name: string, args: Plain, shape: unknown])[] = [
  [
    'bootstrap',
    { group: 'shapes', owner: 'eve@shapes.test' },
    {
      scimUrl: text,
      scimToken: text,
      signInUrl: text,
      username: text,
      password: text,
      groupId: text,
      integrationId: text,
    },
  ],
  ['group create', { path: 'shapes/dev' }, group],
  ['group create', { path: 'shapes/dev/api', project: true, name: 'The API' }, group],
  ['group list', {}, { groups: [group] }],
  [
    'group show',
    { group: 'shapes' },
    {
      ...group,
      members: 'number',
      scimUrl: text,
      formerPaths: [],
      domains: [],
      integrations: [text],
      saml: 'boolean',
      breakGlass,
    },
  ],
  ['group show', { group: 'shapes/dev' }, { ...group, members: 'number' }],
  ['group rename', { group: 'shapes/dev', slug: 'development' }, { from: text, ...group }],
  ['group rename', { group: 'shapes', slug: 'forms' }, { from: text, ...group, scimUrl: text }],
  [
    'group tree',
    { group: 'forms' },
    { ...group, children: [{ ...group, children: [{ ...group, children: [] }] }] },
  ],
  ['group create', { path: 'forms/moving' }, group],
  [
    'group move',
    { group: 'forms/moving', to: 'forms/development' },
    { from: text, changed: 'boolean', ...group },
  ],
  ['group review', {}, { groups: [review] }],
  [
    'seats set',
    { group: 'pushed', seats: 90 },
    { group: text, limit: { seats: 'number', used: 'number', whenFull: text, state: text } },
  ],
  [
    'seats show',
    { group: 'pushed' },
    { group: text, limit: { seats: 'number', used: 'number', whenFull: text, state: text } },
  ],
  ['seats remove', { group: 'pushed' }, { group: text, changed: 'boolean' }],
  ['endings list', {}, { total: 'number', endings: [] }],
  ['group endings', { group: 'pushed' }, { group: text, endings: [] }],
  [
    'group summary',
    { group: 'pushed' },
    {
      ...review,
      isMember: 'boolean',
      owners: [account],
      credentials: [
        {
          ...{ ...token, cidrs: [], kind: text, integration: text, integrationId: text },
          lastUsed: { at: text, ip: text, userAgent: text },
        },
      ],
    },
  ],
  [
    'group domain add',
    { group: 'forms', domain: 'claimed.test' },
    { group: text, domain: text, state: text, record: { name: text, value: text } },
  ],
  [
    'group domain verify',
    { group: 'forms', domain: 'claimed.test' },
    {
      ...{ group: text, domain: text, outcome: text, state: text, record: { name: text, value: text } },
      ...{ checkedAt: text, problem: text },
    },
  ],
  ['group domain remove', { group: 'forms', domain: 'claimed.test' }, { group: text, domain: text }],
  [
    'group domain add',
    { group: 'forms', domain: 'Forms.test', verified: true },
    { group: text, domain: text, state: text, verifiedAt: text },
  ],
  [
    'group domain list',
    { group: 'forms' },
    { group: text, domains: [{ domain: text, state: text, verifiedAt: text }] },
  ],
  ['group domain remove', { group: 'forms', domain: 'forms.test' }, { group: text, domain: text }],
  ['account create', { email: 'ann@example.test', username: 'ann' }, { ...account, password: text }],
  ['account create', { username: 'nomail' }, { id: text, username: text, name: text, password: text }],
  ['account list', {}, { accounts: [{ ...account, createdAt: text, remarks: [] }] }],
  ['account rename', { account: 'ann', username: 'ann.ames' }, { from: text, ...account }],
  [
    'account email add',
    { account: 'ann.ames', email: 'ann@forms.test' },
    { username: text, email: text, primary: 'boolean', confirmed: 'boolean' },
  ],
  [
    'account email remove',
    { account: 'ann.ames', email: 'ann@forms.test' },
    { username: text, email: text, primary: text },
  ],
  [
    'account email add',
    { account: 'ann.ames', email: 'ann@forms.test' },
    { username: text, email: text, primary: 'boolean', confirmed: 'boolean' },
  ],
  ['account password', { account: 'ann@forms.test' }, { username: text, password: text }],
  [
    'account saml-link',
    { group: 'forms', nameId: 'ann-1', account: 'ann.ames' },
    { group: text, nameId: text, username: text },
  ],
  [
    'account token list',
    { account: 'ann.ames' },
    {
      username: text,
      tokens: [
        {
          id: text,
          name: text,
          createdAt: text,
          expiresAt: text,
          scopes: [],
          lastUsed: { at: text, ip: text },
        },
      ],
    },
  ],
  [
    'account token revoke',
    { account: 'ann.ames', token: 'deploy' },
    { username: text, id: text, name: text },
  ],
  ['account sessions end', { account: 'ann.ames' }, { username: text, sessions: 'number' }],
  ['operator add', { account: 'ann.ames' }, { ...account, pages: text }],
  ['operator list', {}, { operators: [{ ...account, since: text, managed: 'boolean' }] }],
  ['operator remove', { account: 'ann.ames' }, account],
  [
    'member add',
    { group: 'forms/development', account: 'ann.ames', role: 'guest' },
    { group: text, account, role: text },
  ],
  [
    'member add',
    { group: 'forms/development', account: 'ann.ames', role: 'developer' },
    { group: text, account, role: text, formerRole: text },
  ],
  [
    'member list',
    { group: 'forms/development' },
    {
      group: text,
      root: { path: text, name: text },
      members: [{ account, role: text, origins, managed: 'boolean' }],
    },
  ],
  [
    'member invite',
    { group: 'forms', who: 'new@forms.test', role: 'guest' },
    { group: text, invitation, role: text },
  ],
  ['invitation list', { group: 'forms' }, { group: text, invitations: [invitation] }],
  ['invitation resend', { group: 'forms', invitation: 'new@forms.test' }, { group: text, invitation }],
  ['invitation withdraw', { group: 'forms', invitation: 'new@forms.test' }, { group: text, email: text }],
  ['member show', { group: 'forms', account: 'ann.ames' }, { account, memberships: [membership] }],
  [
    'account show',
    { account: 'ann.ames' },
    {
      ...account,
      createdAt: text,
      hasPassword: 'boolean',
      ...{ operator: 'boolean', remarks: [], sessions: 'number' },
      emails: [{ email: text, primary: 'boolean', confirmedAt: text }],
      memberships: [membership],
      groups: [{ group: text, identities: [], samlNameIds: [text] }],
    },
  ],
  [
    'member why',
    { group: 'forms', account: 'ann.ames' },
    {
      group: text,
      account: { id: text, username: text, name: text, managed: 'boolean' },
      memberships: [{ group: text, role: text, because: text, origins: [because] }],
      noAccess: [],
    },
  ],
  [
    'member convert',
    { group: 'forms/development', account: 'ann.ames', to: 'manual' },
    { group: text, account, to: text, changed: 'boolean', role: text, formerRole: text, origins },
  ],
  ['member remove', { group: 'forms/development', account: 'ann.ames' }, { group: text, account }],
  [
    'member why',
    { group: 'pushed', account: 'hal' },
    {
      group: text,
      account: { id: text, username: text, name: text, managed: 'boolean' },
      memberships: [],
      noAccess: [{ kind: text, decision: text, at: text, integration: text, userName: text }],
    },
  ],
  [
    'integration create',
    { group: 'forms', name: 'Okta', onEmailExists: 'hold', defaultRole: 'reporter' },
    { group: text, ...integration, scimUrl: text },
  ],
  [
    'integration list',
    { group: 'forms' },
    { group: text, integrations: [{ ...integration, needAttention: 'number', checklist: waiting }] },
  ],
  [
    'integration show',
    { group: 'forms', integration: 'Okta' },
    {
      group: text,
      ...integration,
      scimUrl: text,
      tokenUrl: text,
      needAttention: 'number',
      checklist: waiting,
    },
  ],
  [
    'integration change',
    { group: 'forms', integration: 'Okta', disable: true },
    { group: text, ...integration },
  ],
  [
    'integration list',
    { group: 'halted' },
    {
      group: text,
      integrations: [
        {
          ...integration,
          needAttention: 'number',
          checklist: begun,
          paused: { at: text, reason: text, removals: 'number' },
        },
      ],
    },
  ],
  [
    'integration show',
    { group: 'halted' },
    {
      group: text,
      ...integration,
      paused: { at: text, reason: text, removals: 'number', refused: account, concerned: [account] },
      scimUrl: text,
      tokenUrl: text,
      needAttention: 'number',
      checklist: begun,
    },
  ],
  [
    'integration role-attribute set',
    { group: 'halted', attribute: 'roles', value: ['admin=maintainer'] },
    { group: text, integration: text, ...roleAttribute },
  ],
  [
    'integration role-attribute list',
    { group: 'halted' },
    { group: text, integration: text, roleAttributes: [roleAttribute] },
  ],
  [
    'integration role-attribute remove',
    { group: 'halted', attribute: 'roles' },
    { group: text, integration: text, attribute: text, target: text },
  ],
  ['integration resume', { group: 'halted' }, { group: text, integration: text, guardOffUntil: text }],
  [
    'integration compare',
    { group: 'halted', listFile: 'nobody@there.test' },
    {
      ...{ group: text, integration: text, listed: 'number', both: 'number' },
      ...{ onlyListed: people, onlyHere: people, inactive: nobody, unprovisioned: nobody, others: people },
      plan: { id: text, people: 'number', needsNumber: 'boolean' },
    },
  ],
  [
    'integration reconcile',
    { group: 'halted', plan: true },
    { group: text, integration: text, differences: [], looked: 'number' },
  ],
  ['integration preview', { group: 'halted' }, { group: text, integration: text }],
  [
    'integration plan',
    { group: 'halted' },
    { group: text, integration: text, people: 'number', plan: [planned] },
  ],
  [
    'integration go-live',
    { group: 'halted' },
    { group: text, integration: text, people: 'number', done: [planned] },
  ],
  [
    'integration discard',
    { group: 'undone', integration: 'SCIM' },
    { group: text, integration: text, restored: [account] },
  ],
  [
    'integration remove',
    { group: 'undone', integration: 'SCIM', members: 'keep' },
    { group: text, integration: text, members: text, people: 'number' },
  ],
  [
    'work',
    { group: 'undone' },
    {
      group: text,
      works: [
        {
          ...{ id: text, kind: text, title: text, subject: text, state: text },
          ...{ done: 'number', total: 'number', people: 'number', members: text },
          ...{ by: text, startedAt: text, endedAt: text },
        },
      ],
    },
  ],
  [
    'token create',
    { group: 'forms', integration: 'Okta', name: 'first', cidr: ['127.0.0.1'], days: 30 },
    { secret: text, scimUrl: text, integration: text, token },
  ],
  [
    'guide show',
    { group: 'forms', provider: 'google' },
    { group: text, provider: text, name: text, scim: guidePart([]), saml: guidePart([mapping], [step]) },
  ],
  ['token list', { group: 'forms', integration: 'Okta' }, { integration: text, tokens: [token] }],
  [
    'token rotate',
    { group: 'forms', integration: 'Okta', token: 'first', overlap: 0 },
    {
      secret: text,
      scimUrl: text,
      integration: text,
      token,
      replaces: { id: text, hint: text, expiresAt: text },
    },
  ],
  [
    'token revoke',
    { group: 'forms', integration: 'Okta', token: 'first' },
    { integration: text, token: { ...token, revokedAt: text } },
  ],
  [
    'credential create',
    { group: 'forms', integration: 'Okta', kind: 'client', name: 'app', cidr: ['127.0.0.1'] },
    { ...client, clientSecret: text, credential },
  ],
  [
    'credential create',
    { group: 'forms', integration: 'Okta', kind: 'token', name: 'static', cidr: ['::1'], expiresIn: '90d' },
    { secret: text, scimUrl: text, integration: text, credential },
  ],
  [
    'credential create',
    {
      ...{ group: 'forms', integration: 'Okta', kind: 'federation', name: 'federated', cidr: ['::1'] },
      jwksUrl: 'https://idp.test/keys',
    },
    { ...client, credential: federation },
  ],
  [
    'service-account create',
    { group: 'forms', name: 'deploy' },
    { group: text, id: text, username: text, name: text, createdAt: text },
  ],
  [
    'service-account token create',
    { group: 'forms', serviceAccount: 'deploy', name: 'ci', scope: ['read'] },
    {
      group: text,
      serviceAccount: text,
      secret: text,
      token: { id: text, name: text, createdAt: text, expiresAt: text, scopes: [text] },
    },
  ],
  [
    'service-account list',
    { group: 'forms' },
    {
      group: text,
      serviceAccounts: [
        {
          ...{ id: text, username: text, name: text, createdAt: text },
          tokens: [{ id: text, name: text, createdAt: text, expiresAt: text, scopes: [text] }],
        },
      ],
    },
  ],
  [
    'service-account token revoke',
    { group: 'forms', serviceAccount: 'deploy', token: 'ci' },
    { group: text, serviceAccount: text, id: text, name: text },
  ],
  [
    'service-account remove',
    { group: 'forms', serviceAccount: 'deploy' },
    { group: text, id: text, username: text, name: text, createdAt: text },
  ],
  [
    'setup-link create',
    { group: 'forms', integration: 'Okta', name: 'Dana' },
    { url: text, integration: text, link: setupLink },
  ],
  ['logout set', { group: 'forms', issuer: 'https://idp.test', jwksUrl: 'https://idp.test/keys' }, logout],
  ['logout show', { group: 'forms' }, logout],
  [
    'logout token',
    { group: 'forms' },
    { ...logout, secret: text, pushToken: { hint: text, createdAt: text } },
  ],
  ['logout remove', { group: 'forms' }, { ...logout, pushToken: { hint: text, createdAt: text } }],
  ['setup-link list', { group: 'forms', integration: 'Okta' }, { integration: text, links: [setupLink] }],
  [
    'setup-link revoke',
    { group: 'forms', integration: 'Okta', link: 'Dana' },
    { integration: text, link: setupLink },
  ],
  [
    'credential list',
    { group: 'forms', integration: 'Okta' },
    { integration: text, credentials: [credential] },
  ],
  [
    'credential rotate',
    { group: 'forms', integration: 'Okta', credential: 'app', overlap: 0 },
    { ...client, clientSecret: text, credential, replaces: { id: text, hint: text, expiresAt: text } },
  ],
  [
    'credential revoke',
    { group: 'forms', integration: 'Okta', credential: 'app' },
    { integration: text, credential: { ...credential, revokedAt: text } },
  ],
  [
    'integration attention',
    { group: 'pushed' },
    {
      group: text,
      integration: text,
      more: 'number',
      conflicts: [
        {
          email: text,
          userName: text,
          account: text,
          times: 'number',
          firstSeen: text,
          lastSeen: text,
          remedy: text,
        },
      ],
      mismatches: [],
    },
  ],
  [
    'integration invite-to-link',
    { group: 'pushed', user: 'hal@pushed.test' },
    { group: text, integration: text, userName: text, email: text },
  ],
  [
    'integration dismiss',
    { group: 'pushed', user: 'hal@pushed.test' },
    { group: text, integration: text, userName: text, entries: 'number' },
  ],
  ['identity list', { group: 'pushed' }, { integration: text, identities: [identity] }],
  [
    'identity list',
    { group: 'pushed', held: true },
    {
      integration: text,
      identities: [held],
    },
  ],
  [
    'identity link',
    { group: 'pushed', identity: 'hal@pushed.test', account: 'hal' },
    { integration: text, ...identity },
  ],
  [
    'directory-group create',
    { group: 'pushed', name: 'Night shift' },
    { integration: text, id: text, name: text },
  ],
  [
    'directory-group remove',
    { group: 'pushed', directoryGroup: 'Night shift' },
    { integration: text, id: text, name: text, links: 'number' },
  ],
  [
    'directory-group list',
    { group: 'pushed' },
    {
      integration: text,
      directoryGroups: [{ id: text, name: text, size: 'number', externalId: text, links: [] }],
    },
  ],
  [
    'link add',
    { group: 'pushed', directoryGroup: 'Crew', target: 'pushed', role: 'reporter' },
    { integration: text, link },
  ],
  [
    'link plan',
    { group: 'pushed', directoryGroup: 'Crew', target: 'pushed', role: 'maintainer' },
    {
      integration: text,
      directoryGroup: text,
      target: text,
      role: text,
      formerRole: text,
      gains: [{ account: text, from: text, to: text }],
      loses: [],
      unchanged: 'number',
      isPartial: 'boolean',
    },
  ],
  [
    'link change',
    { group: 'pushed', directoryGroup: 'Crew', target: 'pushed', role: 'developer' },
    { integration: text, link, formerRole: text },
  ],
  ['link list', { group: 'pushed' }, { integration: text, links: [link] }],
  [
    'directory-group show',
    { group: 'pushed', directoryGroup: 'crew' },
    {
      integration: text,
      id: text,
      name: text,
      size: 'number',
      externalId: text,
      modifiedAt: text,
      links: [{ id: text, target: text, role: text }],
      nestedIn: [],
      members: [{ kind: text, id: text, name: text, active: 'boolean', account: text }],
    },
  ],
  ['link remove', { group: 'pushed', directoryGroup: 'Crew', target: 'pushed' }, { integration: text, link }],
  [
    'log days',
    { group: 'pushed' },
    { group: text, days: [{ day: text, requests: 'number', refused: 'number' }] },
  ],
  [
    'member origins',
    { group: 'pushed' },
    { group: text, origins: [{ origin: text, count: 'number' }], isPartial: 'boolean', at: text },
  ],
  ['log', { group: 'pushed', user: 'grace@pushed.test' }, { group: text, entries: [logged] }],
  [
    'log show',
    { group: 'pushed', request: 'grace-request' },
    {
      group: text,
      entry: logged,
      request: { text, isCut: 'boolean' },
      answer: { text, isCut: 'boolean' },
      curl: [text],
    },
  ],
  [
    'log replay',
    { group: 'pushed', request: 'grace-request' },
    {
      group: text,
      id: text,
      request: text,
      refused: { detail: text, code: text },
      changes: [],
    },
  ],
  ['audit seal', {}, { sealed: 'number' }],
  [
    'secrets status',
    {},
    { secrets: [{ name: 'string', hasPrevious: 'boolean', dependents: [] }], cursorMinutes: 'number' },
  ],
  [
    'secrets renew',
    {},
    {
      ...{ samlProviders: 'number', webhooks: 'number', streams: 'number', eventKeys: 'number' },
      ...{ auditChains: 'number', brokenChains: [] },
    },
  ],
  [
    'audit list',
    { group: 'forms', limit: 1 },
    {
      chain: text,
      entries: [
        {
          at: text,
          id: text,
          actor: { kind: text },
          action: text,
          target: text,
          detail: { credentialId: text, kind: text, name: text },
          names: [{ id: text, name: text }],
          seq: 'number',
          hash: text,
        },
      ],
      next: text,
    },
  ],
  [
    'audit verify',
    { group: 'forms' },
    { ok: 'boolean', chains: [{ chain: text, sealed: 'number', unsealed: 'number' }] },
  ],
  [
    'webhook create',
    { url: 'https://hooks.test/', name: 'Service' },
    { secret: text, webhook: { ...webhook, types: [] } },
  ],
  ['webhook list', {}, { webhooks: [{ ...webhook, types: [] }] }],
  ['webhook remove', { webhook: 'Service' }, { ...webhook, types: [] }],
  ['webhook show', hook, { ...webhook, group: text, waiting: 'number', dead: 'number' }],
  ['webhook change', { ...hook, deadlineMinutes: 5 }, { ...webhook, group: text }],
  ['webhook deliveries', hook, { webhook: text, deliveries: [delivery] }],
  [
    'webhook delivery',
    event,
    {
      ...{ webhook: text, ...delivery },
      payload: { type: text, timestamp: text, data: { acknowledge: text } },
      tries: [{ at: text, ms: 'number', status: 'number', answer: text }],
    },
  ],
  [
    'webhook outstanding',
    { group: 'pushed' },
    { outstanding: [{ ...delivery, group: text, isOverdue: 'boolean', webhook: text }] },
  ],
  ['webhook redeliver', event, { webhook: text, redelivered: 'number' }],
  [
    'webhook acknowledge',
    event,
    { ...{ webhook: text, ...delivered }, state: text, deliveredAt: text, acknowledgedAt: text },
  ],
  [
    'webhook rotate',
    hook,
    {
      ...{ secret: text, formerEndsAt: text },
      webhook: { ...webhook, group: text, secrets: [{ id: text, createdAt: text }] },
    },
  ],
  ['webhook test', hook, { webhook: text, event: text, at: text, ms: 'number', problem: text }],
  ['stream create', { name: 'Service', kind: 'poll' }, { secret: text, stream: { ...stream, ...polled } }],
  ['stream list', {}, { streams: [{ ...stream, ...polled }] }],
  [
    'stream rotate',
    { stream: 'Service' },
    { ...{ secret: text, formerEndsAt: text }, stream: { ...stream, ...polled } },
  ],
  ['stream remove', { stream: 'Service' }, { ...stream, ...polled }],
  ['stream show', flow, { ...stream, ...pushed, waiting: 'number', dead: 'number' }],
  ['stream change', { ...flow, name: 'Signals' }, { ...stream, ...pushed }],
  ['stream pause', flow, { ...stream, ...pushed, pausedAt: text }],
  ['stream resume', flow, { ...stream, ...pushed }],
  ['stream deliveries', flow, { stream: text, deliveries: [undelivered] }],
  [
    'stream delivery',
    set,
    {
      ...{ stream: text, ...undelivered },
      payload: { iss: text, aud: text, iat: 'number', jti: text },
      tries: [{ at: text, ms: 'number', status: 'number', answer: text }],
    },
  ],
  ['stream redeliver', set, { stream: text, redelivered: 'number' }],
  [
    'stream test',
    flow,
    { ...{ stream: text, kind: text, event: text, at: text }, ms: 'number', problem: text },
  ],
  ['event-key list', {}, { jwksUrl: text, keys: [eventKey] }],
  ['event-key rotate', { urgent: true }, { jwksUrl: text, ...eventKey }],
];
