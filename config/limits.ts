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
  /** People at whom the plan of a link looks. */
  plannedPeople: 500,
  comparedPeople: 1_000,
  /** People whom one work deactivates because a list does not name them. */
  unlistedPeople: 10_000,
  /** Other links that a page names beside one link, because they give a role in the same group. */
  linksBeside: 20,
  /** Members written into one piece of an answer, and milliseconds that reading one state of a group may take. */
  memberPage: 500,
  snapshotMs: 60_000,
  /** Milliseconds after which a change reads anew what was read for it while its request arrived. */
  aheadMs: 2_000,
  /** What the embedded store remembers, at least, and at most twice as much; characters of a document, length of a list. */
  rememberedDocuments: 4_000,
  rememberedEntries: 8_000,
  rememberedLists: 8_000,
  rememberedChars: 8_192,
  rememberedListLength: 8,
  /** People whose roles one transaction recalculates. */
  recalculatedAtOnce: 50,
  /** Subgroups and projects of one top-level group whose roles `/Entitlements` lists. */
  entitlementGroups: 5_000,
  /** Groups of one user that an answer shows, and users of a list whose groups are read in one step. */
  shownGroups: 500,
  /** Groups in the menu at the top of each page. */
  switcherGroups: 20,
  computedAtOnce: 20,
  /** Users in the groups of one filter together, nested groups included, or groups that contain its members. */
  filteredMembers: 10_000,
  /** Attributes of one integration that give roles, and values of one that mean a role. */
  roleAttributes: 20,
  roleValues: 100,
  /** Milliseconds until other processes may continue long work, and the longest wait after a failure. */
  workGrace: 60_000,
  workWait: 3_600_000,
  /** Milliseconds that a page waits for long work before it shows the progress, and seconds until it looks again. */
  workPatience: 5_000,
  workRefresh: 2,
  /** Milliseconds between two looks at long work that another process runs, and that ended work is listed. */
  workPoll: 500,
  workKept: 604_800_000,
  /** Pieces of left work that run at a time, milliseconds of one turn of their job, and characters of a kept error. */
  worksAtOnce: 20,
  workTurn: 60_000,
  workErrorChars: 500,
  /** Characters of a filter, terms in it, and depth of its brackets. */
  filterChars: 2_048,
  filterTokens: 200,
  filterDepth: 10,
  /** Characters of a PATCH path and operations of one PATCH. */
  patchPathChars: 2_048,
  patchOperations: 1_000,
  /** Value checks of one PATCH: its operations times the values and terms that they read. */
  patchWork: 200_000,
  /** Operations and bytes of a bulk request (RFC 7644 section 3.7.4), and characters of a path, bulkId or version in it. */
  bulkOperations: 1_000,
  bulkBytes: 1_048_576,
  bulkTextChars: 1_024,
  /** Milliseconds between two looks of the metrics at the credentials of all groups. */
  endingLookMs: 600_000,
  /** Page sizes of lists: without `count`, and at most. */
  pageSize: 100,
  maxPageSize: 200,
  /** Characters of a cursor, and milliseconds of its life (`cursorTimeout`, RFC 9865 section 4). */
  cursorChars: 4_096,
  cursorLifetime: 3_600_000,
  /** Characters of a sort value that a cursor keeps. */
  cursorValueChars: 256,
  /** Characters of the sort values of one list, up to the requested page. */
  sortedChars: 4_194_304,
  /** Documents that one search may read; beyond it the answer is 400 `tooMany`. */
  scannedDocuments: 200_000,
  /** Characters of a username. */
  usernameChars: 100,
  /** How far a search for a free username goes before it leaves a hint for the next one. */
  usernameHintStep: 8,
  /** Freed numbers of one username base that are remembered for reuse. */
  usernamesFreed: 50,
  /** Characters of a group's path segment, and of a name. */
  slugChars: 100,
  nameChars: 255,
  /** Levels of groups below a top-level group. */
  groupDepth: 20,
  /** Groups of one top-level group, itself included. */
  groupsPerTree: 10_000,
  /** Paths that one top-level group keeps for itself: the present one and former ones. */
  pathsPerGroup: 20,
  /** Groups and projects of one top-level group that one person may belong to. */
  membershipsPerPerson: 2_000,
  /** Members, users or groups that one page of a search looks at, and of each how many the search of all shows. */
  searchedMembers: 1_000,
  /** Texts under which a search finds one person, and characters of each. */
  searchWords: 24,
  searchWordChars: 64,
  foundAtOnce: 20,
  /** Users of one integration that are listed for one address that somebody else has. */
  attentionsPerAddress: 20,
  /** Users of either kind that need attention: how many are shown, and up to how many they are counted. */
  shownAttentions: 200,
  countedAttentions: 1_000,
  /** Users whose outcome the answer to `integration go-live` shows, and groups of one of them. */
  shownOutcomes: 50,
  shownOutcomeGroups: 20,
  /** Names of deleted users that an integration remembers of one account. */
  formerNames: 20,
  /** Accounts that may move in one chain of e-mail changes. */
  emailsFollowing: 20,
  /** Live credentials of each kind of one integration; rotation counts both. */
  liveTokens: 5,
  /** Revoked and expired credentials of each kind that an integration still shows. */
  shownTokens: 50,
  /** Longest life of a token, in days. */
  tokenDays: 365,
  /** Longest life of a client's secret, in days. */
  clientSecretDays: 1_095,
  /** Live set-up links of one integration, and the days of the longest life of one. */
  setupLinks: 5,
  setupLinkDays: 30,
  /** Set-up links that do not work, from one address within `signInWindow`. */
  setupLinkTriesPerAddress: 20,
  /** Live access tokens of one client, and requests for one in a minute, of one process. */
  accessTokens: 50,
  accessTokensPerMinute: 60,
  /** Characters of an assertion, of its `jti`, and of an issuer, subject, audience or URL that an owner enters. */
  assertionChars: 16_384,
  jtiChars: 1_024,
  trustChars: 1_024,
  /** Milliseconds that clocks may differ, and of the longest life of an assertion. */
  assertionSkewMs: 60_000,
  assertionLifeMs: 86_400_000,
  /** Keys of a JWKS that are kept. */
  jwksKeys: 100,
  /** Milliseconds until known keys are fetched again, between two fetches, and that they work while fetches fail. */
  jwksFreshMs: 3_600_000,
  jwksFloorMs: 30_000,
  jwksStaleMs: 86_400_000,
  /** Failed fetches in a row after which owners get a mail. */
  jwksFailures: 3,
  /** Bytes of a request for a global token revocation, and messages of one logout issuer in a minute, of one process. */
  revocationBytes: 8_192,
  logoutsPerMinute: 600,
  /** Accounts of one group that one message names. */
  logoutAccounts: 20,
  /** Least and most minutes of an access token's life. */
  accessTokenMinutesMin: 60,
  accessTokenMinutesMax: 360,
  /** Longest overlap of a rotation, in hours. */
  overlapHours: 72,
  /** CIDR ranges of one token. */
  cidrRanges: 50,
  /** Integrations of one top-level group. */
  integrationsPerGroup: 20,
  /** The least number of people that counts as a mass removal by share, the largest setting, and the window. */
  removalFloor: 10,
  /** People who may lose access when one request empties a directory group by `[]` or a `remove` without a value. */
  emptiedPeople: 1,
  removalPeople: 1_000,
  removalWindowMinutes: 1_440,
  /** Seconds after which a paused integration may ask again. */
  pausedRetrySeconds: 300,
  /** People who get their access back in one step. */
  restoreBatch: 100,
  /** The most multiples of `FAILURE_LIMIT` for one IP address, over all groups. */
  failedGroupsPerAddress: 10,
  /** Documents that one step of an integration's removal ends. */
  endedAtOnce: 100,
  /** Milliseconds between two records of a token's last use. */
  lastUseEvery: 60_000,
  /** Log entries of reads and refusals that may wait for the next batch; beyond it the oldest are dropped and counted. */
  waitingLogEntries: 10_000,
  /**
   * Log entries that are written together, characters of their bodies, days that an entry is kept, how many such batches
   * one read takes at most, and entries that one page of a filtered log looks at.
   */
  logBatch: 200,
  logBatchChars: 524_288,
  logDays: 90,
  logBatchesAtOnce: 8,
  scannedLogEntries: 2_000,
  /**
   * Characters of a logged request body, and of a logged answer; days that both are kept; characters of bodies that wait
   * for the next batch, and that one step writes.
   */
  loggedBodyChars: 16_384,
  logBodyDays: 30,
  waitingLogBodyChars: 16_777_216,
  logBodyBatchChars: 2_097_152,
  /** Requests of the log in one exported file. */
  exportedRequests: 10_000,
  /**
   * Days of the chart of requests. Members that the chart of origins counts with each view, and with the first view of a
   * large group; milliseconds for which its whole count serves, and is kept.
   */
  chartedDays: 14,
  countedAtOnce: 200,
  chartedMembers: 2_000,
  memberCountsMs: 600_000,
  memberCountsKeptMs: 86_400_000,
  /** Milliseconds between two removals of what has expired. */
  purgeEvery: 600_000,
  /** Entries sealed into the audit chain in one step, and in one turn of the job. */
  sealBatch: 200,
  sealTurn: 5_000,
  /** Mails sent in one step, and attempts before one is given up. */
  mailBatch: 50,
  mailAttempts: 12,
  /** Milliseconds that a mail about a new membership waits, in case the membership ends at once. */
  memberMailDelay: 60_000,
  /** Milliseconds for a request's headers, for the whole request, and for an idle connection. */
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  /** Milliseconds between two checks for slow requests. */
  timeoutCheck: 1_000,
  /** Milliseconds for a client to read an answer. */
  answerMs: 60_000,
  /**
   * Bytes of answers being written or sent, in total and for one integration; the weight of a request before its
   * answer.
   */
  answersBytes: 134_217_728,
  answersShare: 33_554_432,
  answerWeight: 65_536,
  pageWeight: 2_097_152,
  /** The weight of a sorted page until its resources are found: twice `sortedChars`, at two bytes each. */
  sortWeight: 16_777_216,
  /** Bytes of bodies being read or processed: of small ones, and of those larger than `scimBodyBytes`. */
  bodiesBytes: 33_554_432,
  bodiesShare: 4_194_304,
  largeBodiesBytes: 16_777_216,
  largeBodiesShare: 8_388_608,
  /** Requests of one integration that wait for memory, and milliseconds that one waits. */
  roomWaiting: 500,
  roomWaitMs: 20_000,
  /** The longest answer that is sent at once, and the size of the pieces of a longer one, in characters. */
  wholeAnswerChars: 262_144,
  pieceChars: 65_536,
  /** Bytes of a request's headers. */
  headerBytes: 16_384,
  /** Open connections of one process. */
  connections: 10_000,
  /** Milliseconds that a job's lease lasts beyond its turn. */
  leaseMargin: 30_000,
  /** Milliseconds beyond three turns after which a job that has not succeeded is late. */
  jobMargin: 60_000,
  /** Up to how many members, refusals and mails the operator's pages count, and days before an end that they show. */
  reviewCount: 10_000,
  /** Members that a group counts for those who open it: counting all of a large group costs more than its page. */
  shownMemberCount: 2_000,
  endsSoonDays: 30,
  /** Tokens whose integration a process remembers for prefetching. */
  guessedTokens: 10_000,
  notedIntegrations: 10_000,
  /** Bytes of a body of the management API. */
  apiBodyBytes: 1_048_576,
  /** Milliseconds that the answer to an `Idempotency-Key` is kept, and that an unfinished request holds it. */
  idempotencyMs: 86_400_000,
  idempotencyClaimMs: 600_000,
  idempotencyKeyChars: 255,
  /** Bytes of a form, and characters of a path to return to. */
  formBytes: 65_536,
  /** Bytes of a form with a file. */
  uploadBytes: 1_114_112,
  returnPathChars: 2_048,
  /** Characters of a password. */
  passwordMinChars: 12,
  passwordChars: 256,
  /**
   * Milliseconds of a session without use, of any session, and between two records of its use; sessions of one account.
   */
  sessionIdle: 43_200_000,
  sessionLife: 604_800_000,
  sessionNoteEvery: 60_000,
  sessionsPerAccount: 50,
  /** Milliseconds for which a sign-in is fresh enough for changes on the operator's pages. */
  freshSignIn: 900_000,
  /** Live personal access tokens of one account. */
  personalTokens: 20,
  /** Service accounts of one top-level group. */
  serviceAccounts: 50,
  seatsPerGroup: 10_000_000,
  /** Owners of one top-level group who can act without its directory; fewer warn the owners. */
  breakGlassOwners: 2,
  /** Wrong passwords of one account, and of one address, within this many milliseconds. */
  signInTriesPerAccount: 10,
  signInTriesPerAddress: 100,
  signInWindow: 900_000,
  /** Milliseconds of a first-run code, live ones, and tries of one address within `signInWindow`. */
  firstRunCodeLife: 3_600_000,
  firstRunCodes: 5,
  firstRunTriesPerAddress: 20,
  /** Mails that one account, and that one address, may ask for within this many milliseconds. */
  askedMailsPerAccount: 5,
  askedMailsPerAddress: 50,
  askedMailsWindow: 3_600_000,
  /** Milliseconds of the life of the link in a mail that sets a password, a first one, and in one that confirms an address. */
  resetLinkLife: 3_600_000,
  welcomeLinkLife: 604_800_000,
  confirmLinkLife: 86_400_000,
  /**
   * Invitations of one top-level group that nobody has accepted, and of one group that its page shows; milliseconds for which one works, and for which it is
   * still listed afterwards; mails that one group sends within this many milliseconds, all together and to one address.
   */
  openInvitations: 200,
  shownInvitations: 50,
  invitationLife: 604_800_000,
  invitationKept: 2_592_000_000,
  invitationMailsPerGroup: 200,
  invitationMailsPerAddress: 5,
  invitationMailsWindow: 86_400_000,
  /** Requests to the outside (DNS, metadata, test events) that owners of one top-level group may ask for within this many milliseconds. */
  lookUpsPerGroup: 30,
  lookUpsWindow: 600_000,
  /** Milliseconds for which a person's answer to a link invitation waits for the identity provider. */
  linkConsentLife: 2_592_000_000,
  /** E-mail addresses of one account, those that wait to be confirmed included. */
  emailsPerAccount: 10,
  /** Characters of a value shown in the provisioning log. */
  loggedValueChars: 200,
  /** Names of dropped attributes in one entry of the provisioning log, and characters of one. */
  droppedNames: 20,
  droppedNameChars: 150,
  /**
   * Milliseconds of one MongoDB query where `MONGODB_QUERY_TIMEOUT` is not set, for which an answer may be late beyond it, of
   * looking for a primary or a free connection, and of repeating a commit.
   */
  mongoMaxTimeMs: 5_000,
  mongoAnswerMs: 30_000,
  mongoSelectMs: 5_000,
  mongoCommitMs: 10_000,
  /** Milliseconds that the doctor waits for each server, and characters of an answer that it reads. */
  doctorMs: 10_000,
  doctorAnswerChars: 65_536,
  /** Milliseconds that clocks may differ, and that a majority may need for a write, until the doctor warns. */
  doctorSkewMs: 2_000,
  doctorMajorityMs: 1_000,
  /** Days since a backup until the doctor warns, and before an end that is urgent. */
  doctorBackupDays: 2,
  doctorUrgentDays: 7,
  /** Bytes of a disk without which the doctor fails, the per cent below which it warns; different characters of a secret. */
  doctorFreeBytes: 1_073_741_824,
  doctorFreePercent: 10,
  doctorSecretKinds: 8,
  /** Milliseconds for a store to answer whether it is ready. */
  readyMs: 2_000,
  /** Attempts of a unit of work that conflicts. */
  transactionAttempts: 100,
  /** Documents of one step of an import, and characters of one. */
  importBatch: 500,
  importBatchChars: 4_000_000,
  /** Milliseconds that a SAML request waits for its response, and that the clocks of both sides may differ. */
  samlRequestMs: 600_000,
  samlSkewMs: 60_000,
  /** Milliseconds from issue to use of an assertion, and its longest validity. */
  samlAssertionAgeMs: 600_000,
  samlConfirmationMs: 86_400_000,
  /** Milliseconds since the person signed in at the identity provider. */
  samlAuthnAgeMs: 7_776_000_000,
  /** Characters of a posted response in base64, elements and attributes of one, and how deep they are nested. */
  samlResponseChars: 358_400,
  samlNodes: 5_000,
  samlDepth: 64,
  /** The largest posted response that is validated without a separate thread, in characters. */
  samlCharsAtOnce: 24_000,
  /** Different names of its elements; namespace declarations that one element sees, of metadata too. */
  samlElementNames: 100,
  samlNamespaces: 64,
  /** Characters of a NameID; attributes of an assertion, and values of all of them. */
  samlNameIdChars: 1_024,
  samlAttributes: 500,
  samlAttributeValues: 5_000,
  /** Characters of the URL of metadata. */
  metadataUrlChars: 2_048,
  /** Bytes of the form that brings a response. */
  samlFormBytes: 524_288,
  /**
   * Refused responses for one group from one IP address, and sign-ins started from one, within this many milliseconds.
   */
  samlTriesPerAddress: 300,
  samlStartsPerAddress: 3_000,
  samlTriesWindow: 900_000,
  /** Milliseconds that a sign-on at the identity provider stands for a password that a person does not have. */
  freshSignOnMs: 600_000,
  /** Open sign-ins of one browser. */
  samlOpenRequests: 5,
  /**
   * Certificates of one identity provider, and remembered removed ones; days for which a replaced certificate or key
   * still works; days of Rollcall's own.
   */
  samlCertificates: 5,
  /** Certificates in one pasted text, including issuers. */
  samlPastedCertificates: 20,
  samlRemovedCertificates: 100,
  samlOverlapDays: 7,
  samlKeyDays: 1_095,
  /** Hours for which a SAML sign-in counts as recent, and for which a recovery code works. */
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
  /** The least and the most milliseconds between two fetches of metadata; the interval is random. */
  samlRefreshMinMs: 21_600_000,
  samlRefreshMaxMs: 43_200_000,
  /** Providers refreshed in one step, and successive failures until the owner gets a mail. */
  samlRefreshBatch: 50,
  samlRefreshFailures: 3,
  /** Days before the end of a SAML certificate or key at which owners get a mail, and providers checked in one step. */
  samlWarnDays: 30,
  samlWarnAgainDays: 14,
  samlWarnSoonDays: 3,
  samlWarnLastDays: 1,
  samlWarnBatch: 50,
  /** Bytes of a fetched document, and milliseconds for connecting, for headers and for all of it. */
  fetchedBytes: 1_048_576,
  fetchConnectMs: 3_000,
  fetchMs: 10_000,
  /** Webhooks of one top-level group, or of the whole service; characters of a URL, and live secrets of one webhook. */
  webhooks: 10,
  webhookUrlChars: 2_048,
  webhookSecrets: 2,
  /** Milliseconds of one delivery, bytes of its answer that are read, and characters of it that are kept. */
  webhookMs: 15_000,
  webhookAnswerBytes: 4_096,
  webhookAnswerChars: 500,
  /** Milliseconds that an idle connection to a receiver stays open. */
  webhookKeepAliveMs: 4_000,
  /** Deliveries to one webhook at a time, and due ones that one look reads. */
  webhookAtOnce: 16,
  webhookLook: 200,
  /** Deliveries of one round that must all fail until a webhook pauses. */
  webhookDownAfter: 4,
  /**
   * Tries of one delivery, milliseconds from the first to the second, by how much each wait is longer than the one
   * before, and the longest.
   */
  webhookTries: 11,
  webhookRetryMs: 5_000,
  webhookRetryFactor: 4,
  webhookRetryMostMs: 86_400_000,
  /** The longest wait that a receiver may ask for, and the longest pause between two looks at a receiver that is down. */
  webhookRetryAfterMs: 3_600_000,
  webhookPauseMs: 60_000,
  /** Milliseconds of failures until a webhook is disabled. */
  webhookDisableMs: 432_000_000,
  /** Milliseconds that a delivery is kept, and one that has been delivered; attempts that its log shows. */
  webhookKept: 2_419_200_000,
  webhookDeliveredKept: 604_800_000,
  webhookAttempts: 20,
  /** Deliveries of one state of a webhook that are counted. */
  webhookCounted: 1_000,
  /** Minutes from a leaver's event until the product must have acted: by default, and at most. */
  webhookDeadlineMinutes: 15,
  webhookDeadlineMost: 10_080,
  /** Bytes of an acknowledgement, and milliseconds by which its time may differ. */
  acknowledgementBytes: 16_384,
  webhookSkewMs: 300_000,
  /** Milliseconds between two looks at all webhooks, that one process may deliver to a webhook, and that a process may not know of a new one. */
  webhookLookMs: 5_000,
  webhookLeaseMs: 45_000,
  webhookFreshMs: 1_000,
  /** Streams of security event tokens of one top-level group, or of the whole service. */
  streams: 10,
  /** Tokens and bytes of one poll, tokens that it may acknowledge or refuse, and milliseconds until a token is given again. */
  pollEvents: 100,
  pollBytes: 131_072,
  pollAnswers: 500,
  pollAgainMs: 60_000,
  /** Milliseconds that a poll waits for an event, and between two looks; polls of one process that wait. */
  pollWaitMs: 25_000,
  pollLookMs: 1_000,
  pollsHeld: 200,
  /** Polls of one stream in a minute. */
  pollsPerMinute: 600,
  /** Milliseconds from the publication of a signing key to its first signature, of its use, and that it stays published afterwards. */
  eventKeyPublishMs: 86_400_000,
  eventKeyLifeMs: 7_776_000_000,
  eventKeyKeptMs: 2_592_000_000,
  /** Seconds for which a receiver may keep the JWKS. */
  jwksFreshSeconds: 300,
  /** E-mail domains of one top-level group, including those only claimed. */
  domainsPerGroup: 100,
  /** Milliseconds of one question to a DNS server, how often it is asked, and milliseconds of all of that. */
  dnsTryMs: 2_000,
  dnsTries: 2,
  dnsMs: 6_000,
  /** TXT records shown when none is right. */
  shownTxtValues: 5,
  /** The least and the most milliseconds between two checks of a verified domain, and after a failure of DNS. */
  domainCheckMinMs: 72_000_000,
  domainCheckMaxMs: 100_800_000,
  domainRetryMs: 3_600_000,
  /** Domains checked in one step; successive checks without the record until owners get a mail, and until it lapses. */
  domainBatch: 50,
  domainWarnAfter: 2,
  domainFailures: 5,
  /** Milliseconds without the record until the verification lapses. */
  domainGraceMs: 604_800_000,
  /** Accounts updated in one step after a change of their domain. */
  managedAtOnce: 100,
  /**
   * Bytes of a command's arguments on the control socket, and milliseconds for a running command when the service
   * stops.
   */
  controlBodyBytes: 1_048_576,
  controlDrain: 5_000,
  /** Milliseconds that a command waits for the embedded store to become free, and between two tries. */
  storeWait: 5_000,
  storeRetry: 100,
} as const;
