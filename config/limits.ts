/** Every limit of the service, in one place. docs/limits.md says what happens beyond each. */
export const limits = {
  /** Bytes of a SCIM request body. */
  scimBodyBytes: 1_048_576,
  /** Nesting of a JSON body, keys of one object in it, and bytes of one text: `attributeChars`, each of them escaped. */
  jsonDepth: 32,
  jsonKeys: 1_000,
  jsonTextBytes: 393_216,
  /** Keys and elements of a JSON body, all levels together. */
  jsonNodes: 100_000,
  /** Characters of one string attribute value. */
  attributeChars: 65_536,
  /** Characters of one resource as JSON, without the members of a group. */
  resourceChars: 131_072,
  /** Elements of one multi-valued attribute of a user. */
  multiValues: 1_000,
  /** Members that one request may name, and bytes and values of a request's body that may name them. */
  groupMembers: 200_000,
  groupBodyBytes: 16_777_216,
  groupJsonNodes: 1_000_000,
  /** Members of a group whose names are shown. */
  displayedMembers: 500,
  /** Unknown members that one refusal names. */
  namedMembers: 20,
  /** Members that a change may look at while other changes do; larger ones take turns. */
  membersBesideOthers: 5_000,
  /** Nestings of groups in groups, and links, of one integration. */
  nestedGroups: 5_000,
  groupLinks: 2_000,
  /** Members written into one piece of an answer, and milliseconds that reading one state of a group may take. */
  memberPage: 500,
  snapshotMs: 60_000,
  /** People whose roles are worked out anew in one transaction. */
  recalculatedAtOnce: 50,
  /** Subgroups and projects of one top-level group whose roles `/Entitlements` lists. */
  entitlementGroups: 5_000,
  /** Groups of one user that an answer shows, and users of a list whose groups are read in one step. */
  shownGroups: 500,
  /** Groups in the menu at the top of each page. */
  switcherGroups: 20,
  computedAtOnce: 20,
  /** Users that the groups in one filter have together, nested groups included, or groups that its members are in. */
  filteredMembers: 10_000,
  /** Attributes of one integration that give roles, and values of one that mean a role. */
  roleAttributes: 20,
  roleValues: 100,
  /** Milliseconds after which the rest of such work is taken over from a process that stopped. */
  recalculationGrace: 60_000,
  /** The longest that such work waits after it has failed. */
  recalculationWait: 3_600_000,
  /** Characters of a filter, terms in it, and depth of its brackets. */
  filterChars: 2_048,
  filterTokens: 200,
  filterDepth: 10,
  /** Characters of a PATCH path and operations of one PATCH. */
  patchPathChars: 2_048,
  patchOperations: 1_000,
  /** Looks at a value that one PATCH may cost: its operations times the values and terms that they look at. */
  patchWork: 200_000,
  /** Operations and bytes of a bulk request (RFC 7644 section 3.7.4), and characters of a path, bulkId or version in it. */
  bulkOperations: 1_000,
  bulkBytes: 1_048_576,
  bulkTextChars: 1_024,
  /** Page sizes of lists: without `count`, and at most. */
  pageSize: 100,
  maxPageSize: 200,
  /** Characters of a cursor, and milliseconds that it is good for (RFC 9865 section 2.4). */
  cursorChars: 4_096,
  cursorLifetime: 3_600_000,
  /** Characters of a text that a cursor holds of what a list is sorted by. */
  cursorValueChars: 256,
  /** Characters of the values that one list is sorted by, of the pages up to the one that is asked for. */
  sortedChars: 4_194_304,
  /** Documents that one search may look at; beyond it the answer is 400 `tooMany`. */
  scannedDocuments: 200_000,
  /** Characters of a username. */
  usernameChars: 100,
  /** How far a search for a free username goes before it leaves a hint for the next one. */
  usernameHintStep: 8,
  /** Numbers of one base that people have given back, and that are remembered to be given out again. */
  usernamesFreed: 50,
  /** Characters of a group's path segment and of a name that people give to things. */
  slugChars: 100,
  nameChars: 255,
  /** Levels of groups below a top-level group. */
  groupDepth: 20,
  /** Groups and projects of one top-level group that one person may belong to. */
  membershipsPerPerson: 2_000,
  /** Users of one integration that are listed for one address that somebody else has. */
  attentionsPerAddress: 20,
  /** Users of either kind that need attention: how many are shown, and up to how many they are counted. */
  shownAttentions: 200,
  countedAttentions: 1_000,
  /** Users whose outcome the answer to `integration go-live` shows. */
  shownOutcomes: 200,
  /** Names of deleted users that an integration remembers of one account. */
  formerNames: 20,
  /** Accounts that follow one change of an e-mail because each one gets what another one gives up. */
  emailsFollowing: 20,
  /** Live tokens of one integration; rotation counts both. */
  liveTokens: 5,
  /** Revoked and expired tokens that an integration still shows. */
  shownTokens: 50,
  /** Longest life of a token, in days. */
  tokenDays: 365,
  /** Longest overlap of a rotation, in hours. */
  overlapHours: 72,
  /** CIDR ranges of one token. */
  cidrRanges: 50,
  /** Integrations of one top-level group. */
  integrationsPerGroup: 20,
  /** People from which on a share of all counts as a mass removal, the most that a setting allows, and its window. */
  removalFloor: 10,
  /** People who may lose access where one request empties a directory group by `[]` or a `remove` without a value. */
  emptiedPeople: 1,
  removalPeople: 1_000,
  removalWindowMinutes: 1_440,
  /** Seconds after which a paused integration may ask again. */
  pausedRetrySeconds: 300,
  /** People who get their access back in one step. */
  restoreBatch: 100,
  /** How many times `FAILURE_LIMIT` one address may reach, all groups together. */
  failedGroupsPerAddress: 10,
  /** Documents that the removal of an integration ends in one step, and milliseconds until a stopped one is taken over. */
  endedAtOnce: 100,
  endingGrace: 60_000,
  /** Milliseconds between two notes of a token's last use. */
  lastUseEvery: 60_000,
  /** Log entries of reads and refusals that may wait for the next batch; beyond it the oldest are dropped and counted. */
  waitingLogEntries: 10_000,
  /** Log entries written in one step, and days that an entry is kept. */
  logBatch: 500,
  logDays: 90,
  /** Milliseconds between two removals of what has expired. */
  purgeEvery: 600_000,
  /** Entries sealed into the audit chain in one step, and in one turn of the job. */
  sealBatch: 200,
  sealTurn: 5_000,
  /** Mails sent in one step, and attempts before one is given up. */
  mailBatch: 50,
  mailAttempts: 12,
  /** Milliseconds for a request's headers, for the whole request, and for an idle connection. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  /** Milliseconds between two looks for requests that take longer than they may. */
  timeoutCheck: 1_000,
  /** Milliseconds in which a client has to take an answer. */
  answerMs: 60_000,
  /** Bytes of answers that are made or being sent, in all and for one integration; what a request counts before. */
  answersBytes: 134_217_728,
  answersShare: 33_554_432,
  answerWeight: 65_536,
  pageWeight: 2_097_152,
  /** What a sorted page counts until it is found: twice `sortedChars`, of two bytes each. */
  sortWeight: 16_777_216,
  /** Bytes of bodies that are being read or carried out: of small ones, and of those larger than `scimBodyBytes`. */
  bodiesBytes: 33_554_432,
  bodiesShare: 4_194_304,
  largeBodiesBytes: 16_777_216,
  largeBodiesShare: 8_388_608,
  /** Requests of one integration that wait for room among these, and milliseconds that one waits. */
  roomWaiting: 500,
  roomWaitMs: 20_000,
  /** Characters of an answer up to which it is sent whole, and of the pieces in which a longer one is sent. */
  wholeAnswerChars: 262_144,
  pieceChars: 65_536,
  /** Bytes of a request's headers. */
  headerBytes: 16_384,
  /** Open connections of one process. */
  connections: 10_000,
  /** Milliseconds that a job's lease outlasts its turn. */
  leaseMargin: 30_000,
  /** Tokens of which a process remembers the integration, to read ahead while it checks them. */
  guessedTokens: 10_000,
  /** Bytes of a form, and characters of a path to return to. */
  formBytes: 65_536,
  returnPathChars: 2_048,
  /** Characters of a password. */
  passwordMinChars: 12,
  passwordChars: 256,
  /** Milliseconds of a session without use, of any session, and between two notes of its use; sessions of one account. */
  sessionIdle: 43_200_000,
  sessionLife: 604_800_000,
  sessionNoteEvery: 60_000,
  sessionsPerAccount: 50,
  /** Live personal access tokens of one account. */
  personalTokens: 20,
  /** Wrong passwords of one account, and of one address, within so many milliseconds. */
  signInTriesPerAccount: 10,
  signInTriesPerAddress: 100,
  signInWindow: 900_000,
  /** Mails that one account, and that one address, may ask for within so many milliseconds. */
  askedMailsPerAccount: 5,
  askedMailsPerAddress: 50,
  askedMailsWindow: 3_600_000,
  /** Milliseconds of the life of the link in a mail that sets a password, a first one, and in one that confirms an address. */
  resetLinkLife: 3_600_000,
  welcomeLinkLife: 604_800_000,
  confirmLinkLife: 86_400_000,
  /** E-mail addresses of one account, those that wait to be confirmed included. */
  emailsPerAccount: 10,
  /** Characters of a value shown in the provisioning log. */
  loggedValueChars: 200,
  /** Names of dropped attributes in one entry of the provisioning log, and characters of one. */
  droppedNames: 20,
  droppedNameChars: 150,
  /**
   * Milliseconds of one MongoDB query where `MONGODB_QUERY_TIMEOUT` is not set, of looking for a primary or a free
   * connection, and of repeating a commit.
   */
  mongoMaxTimeMs: 5_000,
  mongoSelectMs: 5_000,
  mongoCommitMs: 10_000,
  /** Milliseconds within which a store that is asked whether it is ready has to answer. */
  readyMs: 2_000,
  /** How often a unit of work is done anew because others were quicker. */
  transactionAttempts: 100,
  /** Documents of one step of an import, and characters of one. */
  importBatch: 500,
  importBatchChars: 4_000_000,
  /** Milliseconds that a SAML request waits for its response, and that the clocks of both sides may differ. */
  samlRequestMs: 600_000,
  samlSkewMs: 60_000,
  /** Milliseconds from issuing an assertion to its use, and that an assertion may at most say that it is good for. */
  samlAssertionAgeMs: 600_000,
  samlConfirmationMs: 86_400_000,
  /** Milliseconds since the person signed in at the identity provider. */
  samlAuthnAgeMs: 7_776_000_000,
  /** Characters of a posted response in base64, elements and attributes of one, and how deep they are nested. */
  samlResponseChars: 358_400,
  samlNodes: 5_000,
  samlDepth: 64,
  /** Characters of a posted response that is examined without a thread of its own. */
  samlCharsAtOnce: 24_000,
  /** Different names of its elements; namespace declarations that one element sees, of metadata too. */
  samlElementNames: 100,
  samlNamespaces: 64,
  /** Characters of a NameID; attributes of an assertion, and values of all of them. */
  samlNameIdChars: 1_024,
  samlAttributes: 500,
  samlAttributeValues: 5_000,
  /** Characters of a path to go on to after a sign-in. */
  samlReturnToChars: 2_048,
  /** Bytes of the form that brings a response. */
  samlFormBytes: 524_288,
  /** Refused responses for one group from one address, and sign-ins begun from one, within so many milliseconds. */
  samlTriesPerAddress: 300,
  samlStartsPerAddress: 3_000,
  samlTriesWindow: 900_000,
  /** Sign-ins that one browser may have open at once. */
  samlOpenRequests: 5,
  /**
   * Certificates of one identity provider, and removed ones that are remembered; days that a certificate or key that was
   * replaced is still good; days of ours.
   */
  samlCertificates: 5,
  /** Certificates in one pasted text, those that issued them included. */
  samlPastedCertificates: 20,
  samlRemovedCertificates: 100,
  samlOverlapDays: 7,
  samlKeyDays: 1_095,
  /** Hours since somebody signed in at the identity provider that count where SAML is enforced, and of a recovery code. */
  samlFreshHours: 24,
  /** Recovery codes of one top-level group, and tries of one account within `signInWindow`. */
  recoveryCodes: 10,
  recoveryTriesPerAccount: 10,
  /** Bytes of SAML metadata, and identity providers in one document. */
  samlMetadataBytes: 524_288,
  samlEntities: 100,
  /** Elements, attributes and comments of metadata, how deep they are nested, and different names of its elements. */
  samlMetadataNodes: 60_000,
  samlMetadataDepth: 32,
  samlMetadataElementNames: 500,
  /** Milliseconds between two fetches of metadata, at least and at most: chance spreads them in between. */
  samlRefreshMinMs: 21_600_000,
  samlRefreshMaxMs: 43_200_000,
  /** Providers refreshed in one step, and failed fetches in a row until the owner is told. */
  samlRefreshBatch: 50,
  samlRefreshFailures: 3,
  /** Days before a certificate or key of SAML ends at which owners are told, and providers looked at in one step. */
  samlWarnDays: 30,
  samlWarnAgainDays: 14,
  samlWarnSoonDays: 3,
  samlWarnLastDays: 1,
  samlWarnBatch: 50,
  /** Bytes of an answer fetched from outside, and milliseconds for connecting, for headers and for all of it. */
  fetchedBytes: 1_048_576,
  fetchConnectMs: 3_000,
  fetchMs: 10_000,
  /** E-mail domains of one top-level group, those that are only claimed included. */
  domainsPerGroup: 100,
  /** Milliseconds of one question to a DNS server, how often it is asked, and milliseconds of all of that. */
  dnsTryMs: 2_000,
  dnsTries: 2,
  dnsMs: 6_000,
  /** TXT records that are shown where none is the right one. */
  shownTxtValues: 5,
  /** Milliseconds between two looks for the record of a verified domain, at least and at most, and after a failure of DNS. */
  domainCheckMinMs: 72_000_000,
  domainCheckMaxMs: 100_800_000,
  domainRetryMs: 3_600_000,
  /** Domains looked at in one step; looks in a row without the record until owners are told, and until it lapses. */
  domainBatch: 50,
  domainWarnAfter: 2,
  domainFailures: 5,
  /** Milliseconds that the record has to be gone until the verification lapses. */
  domainGraceMs: 604_800_000,
  /** Accounts that follow a change of their domain in one step, and milliseconds until a stopped one is taken over. */
  managedAtOnce: 100,
  managingGrace: 60_000,
  /** Bytes of a command's arguments on the control socket, and milliseconds that a running command has at a stop. */
  controlBodyBytes: 1_048_576,
  controlDrain: 5_000,
  /** Milliseconds that a command waits for the embedded store to become free, and between two tries. */
  storeWait: 5_000,
  storeRetry: 100,
} as const;
