export interface Contradiction {
  readonly because: string;
  /** What we answer. */
  readonly status: number;
  /** Checks by their names, as `run.ts` gives them. */
  readonly fails: readonly string[];
}

/** What the collection wants and we do otherwise, whatever values it sends. */
export const decided: readonly Contradiction[] = [
  {
    because:
      'The operator hands out tokens (docs/operators.md); no endpoint does, and none is needed (RFC 7644 §2).',
    status: 401,
    fails: ['Get Token / Get Token / Status code is 200'],
  },
  {
    because: 'The endpoint is /ServiceProviderConfig (RFC 7644 §4), not /serviceConfiguration.',
    status: 404,
    fails: [
      'Endpoint tests / Get ServiceProviderConfig / Status code is 200',
      'Endpoint tests / Get ServiceProviderConfig / Pach supported is true',
    ],
  },
  {
    because:
      'PATCH of a user answers 200 with the user; RFC 7644 §3.5.2 leaves the choice between that and 204.',
    status: 200,
    fails: [
      'User tests with garbage / Patch user omalley new username / Status code is 204',
      'User tests with garbage / patch user omalley active with boolean / Status code is 204',
    ],
  },
  {
    because:
      'A member has value, $ref, display and type (RFC 7643 §2.4, §4.2); a displayName is not an attribute of it and is not kept.',
    status: 200,
    fails: ['Group tests / Get group by id / Body contians user'],
  },
  {
    because:
      'A member is the id of a user or group that exists (RFC 7643 §4.2); "string id 1" is 400 invalidValue, so that the mistake is seen.',
    status: 400,
    fails: [
      'Group tests with garbage / Group patch add member / Status code is 204',
      'Group tests with garbage / Group patch add member2 / Status code is 204',
    ],
  },
];

/** What else fails as published, where several users share one `externalId`. */
export const sharedIds: readonly Contradiction[] = [
  {
    because:
      'An externalId is one active user\'s of the integration: 409 (docs/provisioning.md, "Creating a user", 1).',
    status: 409,
    fails: [
      'User tests / Post EnterpriseUser / Status code is 201',
      'Group tests / Create user 4 for group 2 / Status code is 201',
      'ComplexAttribute tests / create user2 / Status code is 201',
      'User tests with garbage / Post emp1 with string "True" / Status code is 201',
      'User tests with garbage / Post emp1 with string "True" / Active properly set',
      'User tests with garbage / Post emp2 / Status code is 201',
      'User tests with garbage / Post emp3 / Status code is 201',
    ],
  },
  {
    because: 'The user that was refused is not there to be read, replaced or deleted.',
    status: 404,
    fails: [
      'User tests / Get user2 / Status code is 200',
      'User tests / Get user2 / Id is requsted',
      'User tests / User 2 replace test / Status code is 200',
      'User tests / Get user2 Check replace / Status code is 200',
      'User tests / Get user2 Check replace / Name is updated',
      'User tests / Delete user2 / Status code is 204',
      'Group tests / Delete user id4 / Status code is 204',
      'ComplexAttribute tests / Delete User2 / Status code is 204',
      'Teardown garbage / Delete user 2 / Status code is 204',
      'Teardown garbage / Delete user3 emp2 / Status code is 204',
      'Teardown garbage / Delete user4 emp3 / Status code is 204',
    ],
  },
  {
    because: 'The user that was refused cannot be a member: the whole request is 400 invalidValue.',
    status: 400,
    fails: [
      'Group tests / Put replace group3 / Status code is 200',
      'Group tests / Patch add user4 to group1 / succeeds',
      'Group tests / Patch add user4 to group1 (2) / succeeds',
    ],
  },
  {
    because:
      'An inactive user of the same externalId comes back with the same id (docs/provisioning.md, "Creating a user", 1): three names of the collection are one user here.',
    status: 201,
    fails: [
      'User tests with garbage / Post emp3 exists try again (2) / Status code is 409',
      'User tests with garbage / Post emp3 exists try again (2) / Body contians Error detial',
    ],
  },
  {
    because: 'That one user was deleted before, as "user 1".',
    status: 404,
    fails: ['Teardown garbage / Delete enterprise user / Status code is 204'],
  },
  {
    because: 'The users that were refused are not counted.',
    status: 200,
    fails: [
      'User tests with garbage / Get all users / Results have 2 users',
      'User tests with garbage / filter eq and (val or val) / Total results',
      'User tests with garbage / filter starts with / Total results',
      'User tests with garbage / filter greater than / Total results',
      'User tests with garbage / Paginate / Total results',
      'User tests with garbage / Paginate / JSON Assertion items per page',
      'User tests with garbage / get user attributes / Total results',
    ],
  },
  {
    because: 'The PUT that names a refused user changed nothing of the group.',
    status: 200,
    fails: ['Group tests / Validate group 3 / Body contians user id3'],
  },
];
