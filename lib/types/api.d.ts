/* Made by npm run docs from the operations. */

/**
 * Problem details (RFC 9457).
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /**
   * What happened, and what to do.
   */
  detail: string;
  /**
   * The stable code of a refusal.
   */
  code?: string;
  /**
   * Where the person signs in, if the group requires it.
   */
  signOnUrl?: string;
  requestId: string;
}

/**
 * Why an owner cannot act when the directory or its sign-on fails.
 */
export type Dependence = 'managed' | 'no_password' | 'provisioned';
/**
 * The members to whom a rule applies: none, all, or those whose primary e-mail is in one of the domains.
 */
export type EnforcementMode = 'domains' | 'everyone' | 'off';
export type Role = 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
export type Actor_K = 'account' | 'operator' | 'scim' | 'setup_link' | 'system';
/**
 * A way out of a conflict, with its parameters. Only the operator frees e-mails and links accounts; an owner invites.
 */
export type Remedy =
  | {
      code: 'change_email';
    }
  | {
      code: 'change_email_in_idp';
    }
  | {
      code: 'free_email';
      email: string;
    }
  | {
      code: 'hold_and_link';
    }
  | {
      code: 'invite_to_link';
    }
  | {
      code: 'link_identity';
      identityId: string;
    }
  | {
      code: 'link_saml_identity';
      nameId: string;
    }
  | {
      code: 'link_saml_in_profile';
    }
  | {
      code: 'verify_domain';
      domain: string;
    };
/**
 * The format of a value. The values themselves stay private.
 */
export type ValueKind =
  'a UUID' | 'a number' | 'an e-mail address' | 'base64' | 'missing' | 'some other text';
/**
 * A field of a provider's form. `enter` is copied there, `choose` is selected; both may hold `{values}`.
 */
export type Field =
  | {
      name: string;
      enter: string;
    }
  | {
      name: string;
      choose: string;
    };
export type CredentialKind = 'client' | 'federation' | 'token';
export type LinkRole = 'developer' | 'guest' | 'maintainer' | 'reporter';
/**
 * The page where the remedy is, if there is one.
 */
export type RemedyPlace = 'attention' | 'credentials' | 'integration' | 'members' | 'paused' | 'settings';
export type Binding = 'post' | 'redirect';
/**
 * Why an account may need attention: it has no e-mail, or no way to sign in (neither password nor SAML identity).
 */
export type AccountRemark = 'no_email' | 'no_sign_in';

export interface Operations {
  /**
   * Shows a group; for a top-level group also its endpoint and former paths.
   */
  groupShow: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: {
      scimUrl?: string;
      formerPaths?: string[];
      domains?: string[];
      integrations?: string[];
      saml?: boolean;
      breakGlass?: BreakGlassView;
      enforcement?: EnforcementView;
      role?: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
      moreMembers?: boolean;
      members: number;
      id: string;
      path: string;
      name: string;
      kind: 'group' | 'project';
      createdAt: string;
    };
  };
  /**
   * Changes the path or the name of a group. The SCIM endpoint also answers under the former path.
   */
  groupRename: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * the new last part of its path
       */
      slug?: string;
      /**
       * the new display name
       */
      name?: string;
    };
    answer: {
      scimUrl?: string;
      id: string;
      path: string;
      name: string;
      kind: 'group' | 'project';
      createdAt: string;
      from: string;
    };
  };
  /**
   * Moves a subgroup or project into another group of its tree. Memberships and links stay.
   */
  groupMove: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * path of the group that will contain it
       */
      to: string;
    };
    answer: {
      id: string;
      path: string;
      name: string;
      kind: 'group' | 'project';
      createdAt: string;
      from: string;
      changed: boolean;
    };
  };
  /**
   * Shows everything below a group.
   */
  groupTree: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: TreeView;
  };
  /**
   * Lists the credentials, certificates and keys of a top-level group that end soon and have no successor.
   */
  groupEndings: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      endings: EndingView[];
    };
  };
  /**
   * Shows how many seats a top-level group has, and how many are used.
   */
  seatsShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      limit?: SeatsView;
      group: string;
    };
  };
  /**
   * Creates a subgroup or a project below a group.
   */
  subgroupCreate: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * the last part of its path
       */
      slug: string;
      /**
       * display name; by default the last part of the path
       */
      name?: string;
      /**
       * creates a project, which has no subgroups
       */
      project?: boolean;
    };
    answer: GroupView;
  };
  /**
   * Lists the members of a group, without inherited access.
   */
  memberList: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * only people with words in name, username or e-mail that begin like this
       */
      search?: string;
      /**
       * only members with this role
       */
      role?: 'guest' | 'reporter' | 'developer' | 'maintainer' | 'owner';
      /**
       * only memberships with this origin
       */
      origin?: 'manual' | 'invite' | 'scim' | 'directory_group' | 'saml';
      /**
       * only accounts that the top-level group manages
       */
      managed?: boolean;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      group: string;
      root: {
        path: string;
        name: string;
      };
      members: {
        account: AccountRef;
        role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
        origins: {
          kind: string;
          role: Role;
          since: string;
        }[];
        managed: boolean;
      }[];
    };
  };
  /**
   * Shows all memberships of one person under a top-level group.
   */
  memberShow: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: {
      deprovisioned?: {
        at: string;
        taken: MembershipView[];
      };
      account: AccountRef;
      memberships: MembershipView[];
    };
  };
  /**
   * Adds an account to a group, or changes the role of a member.
   */
  memberAdd: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
      /**
       * the role in the group
       */
      role: 'guest' | 'reporter' | 'developer' | 'maintainer' | 'owner';
    };
    answer: {
      /**
       * The address, if the account has not confirmed it.
       */
      unconfirmed?: string;
      /**
       * The path of another top-level group whose provisioning made the account.
       */
      madeBy?: string;
      role: Role;
      formerRole?: Role;
      group: string;
      account: AccountRef;
    };
  };
  /**
   * Ends a membership that was given by hand or by invitation, or that has lost its cause.
   */
  memberRemove: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: {
      stays?: MembershipView;
      group: string;
      account: AccountRef;
    };
  };
  /**
   * Leaves a membership to the group links, or keeps it by hand.
   */
  memberConvert: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
      /**
       * what decides from now on; manual also keeps the other origins
       */
      to: 'directory-groups' | 'manual';
    };
    answer: {
      formerRole: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
      origins: {
        kind: string;
        role: Role;
        since: string;
      }[];
      role?: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
      group: string;
      account: AccountRef;
      to: 'directory-groups' | 'manual';
      changed: boolean;
    };
  };
  /**
   * Shows the role in effect of an account in a group, inherited ones and sign-in rules included.
   */
  memberAccess: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: AccessView;
  };
  /**
   * Lists what may have changed access since a cursor, oldest first: read those accounts again.
   */
  memberChanges: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * `cursor` of the answer before; without it, from the beginning
       */
      since?: string;
      /**
       * how many to show
       */
      limit?: number;
    };
    answer: {
      group: string;
      changes: ChangeView[];
      cursor: string;
      isMore: boolean;
    };
  };
  /**
   * Explains why a person has access or has none: request, decision, membership.
   */
  memberWhy: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: Explanation;
  };
  /**
   * Counts the members of a group by the origins of their roles.
   */
  memberOrigins: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: {
      at: string;
      origins: {
        origin: 'directory_group' | 'invite' | 'manual' | 'saml' | 'scim';
        count: number;
      }[];
      /**
       * Whether the group has more members than were counted.
       */
      isPartial: boolean;
      group: string;
    };
  };
  /**
   * Lists the invitations to a group that nobody has accepted.
   */
  invitationList: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: {
      group: string;
      invitations: unknown;
    };
  };
  /**
   * Invites somebody to a group by e-mail. A person who has a role in the tree becomes a member at once.
   */
  memberInvite: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * e-mail; or the username of a person with a role in the top-level group
       */
      who: string;
      /**
       * the role in the group
       */
      role: 'guest' | 'reporter' | 'developer' | 'maintainer' | 'owner';
    };
    answer:
      | {
          role: Role;
          formerRole?: Role;
          group: string;
          account: AccountRef;
        }
      | {
          group: string;
          invitation: {
            sentAt: string;
            until: string;
            over: boolean;
            by?: string;
            id: string;
            email: string;
            role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
          };
          role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
        };
  };
  /**
   * Mails an invitation again. The new link works for a week. The former link stops working.
   */
  invitationResend: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * id or e-mail of the invitation
       */
      invitation: string;
    };
    answer: {
      group: string;
      invitation: {
        sentAt: string;
        until: string;
        over: boolean;
        by?: string;
        id: string;
        email: string;
        role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
      };
    };
  };
  /**
   * Withdraws an invitation. Its link stops working.
   */
  invitationWithdraw: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * id or e-mail of the invitation
       */
      invitation: string;
    };
    answer: {
      group: string;
      email: string;
    };
  };
  /**
   * Lists the SCIM connections of a top-level group.
   */
  integrationList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      integrations: {
        checklist: ChecklistView;
        needAttention: number;
        settings: IntegrationSettings;
        liveCredentials: number;
        createdAt: string;
        paused?: {
          at: string;
          reason: string;
          removals: number;
        };
        preview?: boolean;
        ending?: 'keep' | 'revoke';
        id: string;
        name: string;
        description: string;
        enabled: boolean;
        preset:
          | 'authentik'
          | 'canaille'
          | 'entra'
          | 'generic'
          | 'google'
          | 'jumpcloud'
          | 'keycloak'
          | 'okta'
          | 'onelogin'
          | 'strict';
      }[];
    };
  };
  /**
   * Adds a SCIM connection to a top-level group.
   */
  integrationCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * its name in the group
       */
      name: string;
      /**
       * its description
       */
      description?: string;
      /**
       * the identity provider whose settings it starts with
       */
      preset?:
        | 'okta'
        | 'entra'
        | 'onelogin'
        | 'google'
        | 'jumpcloud'
        | 'authentik'
        | 'keycloak'
        | 'canaille'
        | 'strict'
        | 'generic';
      /**
       * the role of a provisioned user
       */
      defaultRole?: 'guest' | 'reporter' | 'developer' | 'maintainer';
      /**
       * for an e-mail that belongs to another account: answer 409, or hold the user
       */
      onEmailExists?: 'refuse' | 'hold';
      /**
       * what a reactivated user gets: the former memberships, or the default role
       */
      onReturn?: 'restore' | 'default_role';
      /**
       * ignore PATCH paths that name no known attribute
       */
      ignoreUnknownAttributes?: boolean;
      /**
       * a PATCH that replaces all members of a group with a single one adds it
       */
      singleReplaceAdds?: boolean;
      /**
       * discovery shows RFC 7643 only: no pagination, and password
       */
      plainDiscovery?: boolean;
      /**
       * refuse what the SCIM interoperability profile does not allow
       */
      strict?: boolean;
      /**
       * show the members whom the integration has not created as read-only users
       */
      accountDiscovery?: boolean;
      /**
       * whether removing many people at once, or emptying a group that gives roles, pauses the integration
       */
      removalGuard?: 'on' | 'off';
      /**
       * how many people may lose access within the window
       */
      removalPeople?: number;
      /**
       * the percentage of all people who may; the lower of the two limits counts
       */
      removalPercent?: number;
      /**
       * how long the window is
       */
      removalWindowMinutes?: number;
      /**
       * how long an access token works
       */
      accessTokenMinutes?: number;
    };
    answer: {
      work?: string;
      scimUrl: string;
      settings: IntegrationSettings;
      liveCredentials: number;
      createdAt: string;
      paused?: {
        at: string;
        reason: string;
        removals: number;
      };
      preview?: boolean;
      ending?: 'keep' | 'revoke';
      id: string;
      name: string;
      description: string;
      enabled: boolean;
      preset:
        | 'authentik'
        | 'canaille'
        | 'entra'
        | 'generic'
        | 'google'
        | 'jumpcloud'
        | 'keycloak'
        | 'okta'
        | 'onelogin'
        | 'strict';
      group: string;
    };
  };
  /**
   * Shows a SCIM connection and its settings.
   */
  integrationShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      scimUrl: string;
      tokenUrl: string;
      needAttention: number;
      checklist: ChecklistView;
      work?: WorkView;
      paused?: PauseView;
      settings: IntegrationSettings;
      liveCredentials: number;
      createdAt: string;
      preview?: boolean;
      ending?: 'keep' | 'revoke';
      id: string;
      name: string;
      description: string;
      enabled: boolean;
      preset:
        | 'authentik'
        | 'canaille'
        | 'entra'
        | 'generic'
        | 'google'
        | 'jumpcloud'
        | 'keycloak'
        | 'okta'
        | 'onelogin'
        | 'strict';
      group: string;
    };
  };
  /**
   * Changes the name, the settings or the state of a SCIM connection.
   */
  integrationChange: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * a new name
       */
      name?: string;
      /**
       * its description
       */
      description?: string;
      /**
       * accepts its requests
       */
      enable?: true;
      /**
       * refuses its requests with 403
       */
      disable?: true;
      /**
       * the identity provider whose settings it takes
       */
      preset?:
        | 'okta'
        | 'entra'
        | 'onelogin'
        | 'google'
        | 'jumpcloud'
        | 'authentik'
        | 'keycloak'
        | 'canaille'
        | 'strict'
        | 'generic';
      /**
       * the role of a provisioned user
       */
      defaultRole?: 'guest' | 'reporter' | 'developer' | 'maintainer';
      /**
       * for an e-mail that belongs to another account: answer 409, or hold the user
       */
      onEmailExists?: 'refuse' | 'hold';
      /**
       * what a reactivated user gets: the former memberships, or the default role
       */
      onReturn?: 'restore' | 'default_role';
      /**
       * ignore PATCH paths that name no known attribute
       */
      ignoreUnknownAttributes?: boolean;
      /**
       * a PATCH that replaces all members of a group with a single one adds it
       */
      singleReplaceAdds?: boolean;
      /**
       * discovery shows RFC 7643 only: no pagination, and password
       */
      plainDiscovery?: boolean;
      /**
       * refuse what the SCIM interoperability profile does not allow
       */
      strict?: boolean;
      /**
       * show the members whom the integration has not created as read-only users
       */
      accountDiscovery?: boolean;
      /**
       * whether removing many people at once, or emptying a group that gives roles, pauses the integration
       */
      removalGuard?: 'on' | 'off';
      /**
       * how many people may lose access within the window
       */
      removalPeople?: number;
      /**
       * the percentage of all people who may; the lower of the two limits counts
       */
      removalPercent?: number;
      /**
       * how long the window is
       */
      removalWindowMinutes?: number;
      /**
       * how long an access token works
       */
      accessTokenMinutes?: number;
    };
    answer: {
      work?: string;
      settings: IntegrationSettings;
      liveCredentials: number;
      createdAt: string;
      paused?: {
        at: string;
        reason: string;
        removals: number;
      };
      preview?: boolean;
      ending?: 'keep' | 'revoke';
      id: string;
      name: string;
      description: string;
      enabled: boolean;
      preset:
        | 'authentik'
        | 'canaille'
        | 'entra'
        | 'generic'
        | 'google'
        | 'jumpcloud'
        | 'keycloak'
        | 'okta'
        | 'onelogin'
        | 'strict';
      group: string;
    };
  };
  /**
   * Removes a SCIM connection with its users, groups, links and tokens. Accounts and logs stay.
   */
  integrationRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * what happens to its members: keep them as if added by hand, or deprovision them
       */
      members: 'keep' | 'revoke';
    };
    answer: {
      work?: string;
      people: number;
      group: string;
      integration: string;
      members: 'keep' | 'revoke';
    };
  };
  /**
   * Stores what an identity provider sends from now on, and applies nothing until the integration goes live.
   */
  integrationPreview: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
    };
  };
  /**
   * Shows the effect of going live: accounts, links, conflicts, memberships.
   */
  integrationPlan: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      group: string;
      integration: string;
      people: number;
      plan: PlanRow[];
    };
  };
  /**
   * Ends the preview of an integration and applies what was stored.
   */
  integrationGoLive: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      work?: string;
      group: string;
      integration: string;
      people: number;
      done: PlanRow[];
    };
  };
  /**
   * Compares a list of people with the users of an integration: who is there and not here, and the reverse.
   */
  integrationCompare: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * userNames, e-mails or externalIds: a JSON array, or lines of which the first field counts (CSV)
       */
      listFile: string;
    };
    answer: ComparisonView;
  };
  /**
   * Deactivates the active users of an integration whom a list does not name, as `integration.compare` has planned.
   */
  integrationFollowList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * userNames, e-mails or externalIds: a JSON array, or lines of which the first field counts (CSV)
       */
      listFile: string;
      /**
       * the id of the plan that the comparison with the same list shows
       */
      plan: string;
      /**
       * how many people lose access, if the plan asks for the number
       */
      people?: number;
    };
    answer: {
      work?: string;
      group: string;
      integration: string;
      people: number;
      kept: string[];
    };
  };
  /**
   * Shows whose roles differ from what the links of directory groups give now. Nothing changes.
   */
  integrationReconcilePlan: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      /**
       * The number of users of the integration in this part of the plan.
       */
      looked: number;
      /**
       * The start of the next part; absent on the last one.
       */
      next?: string;
      group: string;
      integration: string;
      differences: {
        from?: Role;
        to?: Role;
        account: string;
        group: string;
      }[];
    };
  };
  /**
   * Gives everybody the roles that the links of directory groups give now, and takes the others.
   */
  integrationReconcile: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      work?: string;
      group: string;
      integration: string;
      people: number;
    };
  };
  /**
   * Lists the users with an e-mail conflict, or with different names in SCIM and SAML, and what to do about each.
   */
  integrationAttention: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
      conflicts: ConflictView[];
      mismatches: MismatchView[];
      more: number;
    };
  };
  /**
   * Removes a user from the attention list. An unsolved conflict returns.
   */
  integrationDismiss: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * userName of the user, as the list shows it
       */
      user: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
      userName: string;
      entries: number;
    };
  };
  /**
   * Asks the holder of an e-mail by mail whether a user in conflict is them. Only their yes links the two.
   */
  integrationInviteToLink: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * userName of the user, as the attention list shows it
       */
      user: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
      userName: string;
      email: string;
    };
  };
  /**
   * Resumes an integration that a mass removal has paused.
   */
  integrationResume: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
      guardOffUntil: string;
    };
  };
  /**
   * Restores the access that a mass removal has taken, and disables the integration.
   */
  integrationDiscard: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      work?: string;
      group: string;
      integration: string;
      restored: AccountRef[];
    };
  };
  /**
   * Shows how to connect an identity provider, with the values of a group.
   */
  guideShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * the identity provider
       */
      provider?:
        | 'okta'
        | 'entra'
        | 'onelogin'
        | 'google'
        | 'jumpcloud'
        | 'authentik'
        | 'keycloak'
        | 'canaille'
        | 'strict'
        | 'generic';
    };
    answer: {
      /**
       * The name of its preset.
       */
      provider: string;
      name: string;
      scim: Part;
      saml: Part;
      group: string;
    };
  };
  /**
   * Lists the credentials of an integration, with the last use of each.
   */
  credentialList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      integration: string;
      credentials: CredentialView[];
    };
  };
  /**
   * Creates a token, a client or a federation. Prints its secret only once.
   */
  credentialCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * a static token, a client with a secret, or a federation with the issuer of assertions
       */
      kind: 'token' | 'client' | 'federation';
      /**
       * what it is for
       */
      name: string;
      /**
       * a scope, by default all of SCIM; repeatable
       *
       * @minItems 1
       */
      scope?: (
        | 'users:read'
        | 'users:write'
        | 'groups:read'
        | 'groups:write'
        | 'resources:read'
        | 'resources:write'
        | 'access:read'
      )[];
      /**
       * an address range that may use it, by default any; repeatable
       */
      cidr?: string[];
      /**
       * the issuer of a federation, as the identity provider names it
       */
      issuer?: string;
      /**
       * the JWKS URL of a federation
       */
      jwksUrl?: string;
      /**
       * the subject of a federation
       */
      subject?: string;
      /**
       * the audience of a federation
       */
      audience?: string;
      /**
       * time until it expires: 90d, 12w or 1y
       */
      expiresIn?: string;
    };
    answer: NewCredential;
  };
  /**
   * Creates a new credential like the old one, which still works during the overlap.
   */
  credentialRotate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * name or id of the credential
       */
      credential: string;
      /**
       * hours for which the old one still works
       */
      overlap?: number;
    };
    answer: {
      replaces: {
        id: string;
        hint?: string;
        expiresAt: string;
      };
      scimUrl: string;
      tokenUrl?: string;
      clientId?: string;
      clientSecret?: string;
      /**
       * The secret of a token.
       */
      secret?: string;
      integration: string;
      credential: CredentialView;
    };
  };
  /**
   * Revokes a credential at once, with every access token that it gave.
   */
  credentialRevoke: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * name or id of the credential
       */
      credential: string;
    };
    answer: {
      integration: string;
      credential: CredentialView;
    };
  };
  /**
   * Lists the live set-up links of an integration.
   */
  setupLinkList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      integration: string;
      links: SetupLinkView[];
    };
  };
  /**
   * Creates a link with which somebody without an account connects the identity provider.
   */
  setupLinkCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * for whom it is
       */
      name: string;
      /**
       * time until it expires: 7d or 4w
       */
      expiresIn?: string;
      /**
       * let them enter the identity provider of single sign-on too
       */
      signOn?: boolean;
    };
    answer: {
      url: string;
      integration: string;
      link: SetupLinkView;
    };
  };
  /**
   * Revokes a set-up link at once. The credential that it generated stays.
   */
  setupLinkRevoke: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * name or id of the link
       */
      link: string;
    };
    answer: {
      integration: string;
      link: SetupLinkView;
    };
  };
  /**
   * Lists the service accounts of a group, with their live tokens.
   */
  serviceAccountList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      serviceAccounts: {
        tokens: {
          lastUsed?: {
            at: string;
            ip: string;
          };
          id: string;
          name: string;
          createdAt: string;
          expiresAt: string;
          scopes: ('admin' | 'members:read' | 'operate' | 'operate:read' | 'read' | 'write')[];
        }[];
        id: string;
        username: string;
        name: string;
        createdAt: string;
      }[];
    };
  };
  /**
   * Creates a service account, with whose tokens a program calls the management API.
   */
  serviceAccountCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * which program it is for
       */
      name: string;
    };
    answer: {
      id: string;
      username: string;
      name: string;
      createdAt: string;
      group: string;
    };
  };
  /**
   * Removes a service account, and revokes all its tokens at once.
   */
  serviceAccountRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name, username or id of the service account
       */
      serviceAccount: string;
    };
    answer: {
      id: string;
      username: string;
      name: string;
      createdAt: string;
      group: string;
    };
  };
  /**
   * Creates a token of a service account. Shows its secret only once.
   */
  serviceAccountTokenCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name, username or id of the service account
       */
      serviceAccount: string;
      /**
       * what it is for
       */
      name: string;
      /**
       * days until it expires
       */
      days?: number;
      /**
       * what it may do; repeatable
       *
       * @minItems 1
       */
      scope: ('members:read' | 'read' | 'write' | 'admin')[];
    };
    answer: {
      group: string;
      serviceAccount: string;
      secret: string;
      token: {
        lastUsed?: {
          at: string;
          ip: string;
        };
        id: string;
        name: string;
        createdAt: string;
        expiresAt: string;
        scopes: ('admin' | 'members:read' | 'operate' | 'operate:read' | 'read' | 'write')[];
      };
    };
  };
  /**
   * Revokes a token of a service account at once.
   */
  serviceAccountTokenRevoke: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name, username or id of the service account
       */
      serviceAccount: string;
      /**
       * name or id of the token
       */
      token: string;
    };
    answer: {
      group: string;
      serviceAccount: string;
      id: string;
      name: string;
    };
  };
  /**
   * Lists the users that an identity provider has pushed.
   */
  identityList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * only users held for a link
       */
      held?: boolean;
      /**
       * only users in this state
       */
      state?: 'active' | 'inactive' | 'held' | 'conflict';
      /**
       * only users with words in name, userName or e-mail that begin like this
       */
      search?: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      integration: string;
      identities: {
        managed: boolean;
        waitsForEmail: boolean;
        modifiedAt: string;
        account?: string;
        accountId?: string;
        active: boolean;
        state: 'active' | 'conflict' | 'held' | 'inactive';
        externalId?: string;
        email?: string;
        id: string;
        userName: string;
        name: string;
      }[];
    };
  };
  /**
   * Shows a pushed user with all its attributes.
   */
  identityShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * id or userName of the identity
       */
      identity: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      version: number;
      resource: Resource;
      managed: boolean;
      waitsForEmail: boolean;
      modifiedAt: string;
      account?: string;
      accountId?: string;
      active: boolean;
      state: 'active' | 'conflict' | 'held' | 'inactive';
      externalId?: string;
      email?: string;
      id: string;
      userName: string;
      name: string;
      integration: string;
    };
  };
  /**
   * Lists the directory groups with their links.
   */
  directoryGroupList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * only those that have come and give no role
       */
      unlinked?: boolean;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      integration: string;
      directoryGroups: {
        links: {
          id: string;
          target: string;
          role: string;
        }[];
        externalId?: string;
        id: string;
        name: string;
        size: number;
      }[];
    };
  };
  /**
   * Creates a directory group that an identity provider names only at sign-ins, so that you can add links.
   */
  directoryGroupCreate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * its name in the assertion, in any letter case
       */
      name: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      integration: string;
      id: string;
      name: string;
    };
  };
  /**
   * Shows a directory group, with its members.
   */
  directoryGroupShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      links: {
        /**
         * The links with the highest roles; absent where there is no other.
         */
        besides?: BesideView[];
        /**
         * How many more there are.
         */
        moreBesides?: number;
        id: string;
        target: string;
        role: string;
      }[];
      modifiedAt: string;
      nestedIn: string[];
      members: MemberView[];
      externalId?: string;
      id: string;
      name: string;
      size: number;
      integration: string;
    };
  };
  /**
   * Removes a directory group without members, its links, and the memberships that they gave.
   */
  directoryGroupRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      integration: string;
      id: string;
      name: string;
      links: number;
    };
  };
  /**
   * Lists the links of directory groups, with their roles and groups.
   */
  linkList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      integration: string;
      links: LinkView[];
    };
  };
  /**
   * Gives the members of a directory group a role in a group, subgroup or project.
   */
  linkAdd: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * path of the group, subgroup or project in which the role applies
       */
      target: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the role there; never owner
       */
      role: 'guest' | 'reporter' | 'developer' | 'maintainer';
    };
    answer: {
      work?: string;
      integration: string;
      link: LinkView;
    };
  };
  /**
   * Shows who would gain and who would lose a role by a link, or by its end. Nothing changes.
   */
  linkPlan: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * path of the group, subgroup or project in which the role applies
       */
      target: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the role there; without it, the end of the link
       */
      role?: 'guest' | 'reporter' | 'developer' | 'maintainer';
    };
    answer: {
      /**
       * The number of people whose role stays, because another origin or link gives the same or more.
       */
      unchanged: number;
      /**
       * Whether the group has more people than the plan includes.
       */
      isPartial: boolean;
      gains: {
        from?: Role;
        to?: Role;
        account: string;
      }[];
      loses: {
        from?: Role;
        to?: Role;
        account: string;
      }[];
      formerRole?: LinkRole;
      role?: 'developer' | 'guest' | 'maintainer' | 'reporter';
      integration: string;
      directoryGroup: string;
      target: string;
    };
  };
  /**
   * Changes the role of a link.
   */
  linkChange: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * path of the group, subgroup or project in which the role applies
       */
      target: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the role there; never owner
       */
      role: 'guest' | 'reporter' | 'developer' | 'maintainer';
    };
    answer: {
      work?: string;
      integration: string;
      link: LinkView;
      formerRole: LinkRole;
    };
  };
  /**
   * Removes a link and ends the memberships that it gave.
   */
  linkRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * displayName or id of the directory group
       */
      directoryGroup: string;
      /**
       * path of the group, subgroup or project in which the role applies
       */
      target: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      work?: string;
      integration: string;
      link: LinkView;
    };
  };
  /**
   * Lists the attributes that give roles.
   */
  roleAttributeList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
    };
    answer: {
      group: string;
      integration: string;
      roleAttributes: {
        attribute: string;
        target: string;
        values: RecordString_GrantedRole1;
      }[];
    };
  };
  /**
   * Lets a user attribute decide the role in a group.
   */
  roleAttributeSet: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the user attribute: roles, or one of an extension by its URN
       */
      attribute: string;
      /**
       * the group, subgroup or project in which it gives the role; by default the top-level group
       */
      target?: string;
      /**
       * a value and its role, such as admin=maintainer; repeatable
       */
      value?: string[];
    };
    answer: {
      attribute: string;
      target: string;
      values: RecordString_GrantedRole1;
      group: string;
      integration: string;
    };
  };
  /**
   * Removes a role attribute, and the roles that it gave.
   */
  roleAttributeRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * name or id of the integration, if the group has several
       */
      integration?: string;
      /**
       * the user attribute: roles, or one of an extension by its URN
       */
      attribute: string;
      /**
       * the group, subgroup or project in which it gives the role; by default the top-level group
       */
      target?: string;
    };
    answer: {
      group: string;
      integration: string;
      attribute: string;
      target: string;
    };
  };
  /**
   * Shows the SCIM requests of a top-level group, refused ones included, newest first.
   */
  logList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * only requests about this userName or id
       */
      user?: string;
      /**
       * only refused requests
       */
      failed?: boolean;
      /**
       * only requests with this answer: 409, or 4xx
       */
      status?: string;
      /**
       * only changes, reads, or discovery requests
       */
      kind?: 'change' | 'read' | 'discovery';
      /**
       * only requests of the integration with this name or id
       */
      integration?: string;
      /**
       * only requests with the token with this name or id
       */
      token?: string;
      /**
       * only requests since then: 30m, 2h or 3d ago, or a date (UTC)
       */
      since?: string;
      /**
       * only requests before then, in the same forms as since
       */
      until?: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      group: string;
      entries: {
        changes?: ShownChange[];
        token?: string;
        integration?: string;
        integrationId?: string;
        tokenId?: string;
        requestId: string;
        method: string;
        /**
         * Relative to the SCIM base URL, with the query string.
         */
        path: string;
        status: number;
        ip: string;
        userAgent: string;
        /**
         * The outcome as a sentence.
         */
        outcome: string;
        /**
         * The milliseconds from the arrival of the request to its answer, or to the write of its change.
         */
        ms?: number;
        /**
         * Why a rule refused: its code, or the `scimType` of the answer.
         */
        code?: string;
        /**
         * Why the credential of the request was refused.
         */
        denied?: 'address' | 'expired' | 'missing' | 'revoked' | 'unknown';
        resourceId?: string;
        userName?: string;
        /**
         * The displayName of the directory group that the request is about.
         */
        groupName?: string;
        accountId?: string;
        leniencies?: (
          | 'assertion-as-password'
          | 'attribute-bare'
          | 'attribute-foreign'
          | 'attribute-unknown'
          | 'boolean-text'
          | 'charset-overruled'
          | 'charset-used'
          | 'filter.boolean-case'
          | 'filter.boolean-text'
          | 'filter.value-bare'
          | 'json-text'
          | 'key-dotted'
          | 'many-for-single'
          | 'number-text'
          | 'object-for-scalar'
          | 'op-case'
          | 'password-ignored'
          | 'primary-many'
          | 'scalar-for-complex'
          | 'schemas-missing'
          | 'schemas-unknown'
          | 'single-for-many'
          | 'sub-attribute-renamed'
          | 'text-scalar'
          | 'urn-dotted'
          | 'value-path-created'
          | 'value-repeated'
        )[];
        /**
         * The names of unknown attributes that the request sent.
         */
        dropped?: string[];
        id: string;
        at: string;
      }[];
    };
  };
  /**
   * Shows one SCIM request: its bodies without secrets, why it was refused, and what helps.
   */
  logShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * id of the entry, or of the request (X-Request-Id)
       */
      request: string;
    };
    answer: {
      curl?: string[];
      remedy?: LogRemedy;
      cause?: string;
      answer?: LoggedBody;
      request?: LoggedBody;
      group: string;
      entry: {
        changes?: ShownChange[];
        token?: string;
        integration?: string;
        integrationId?: string;
        tokenId?: string;
        requestId: string;
        method: string;
        /**
         * Relative to the SCIM base URL, with the query string.
         */
        path: string;
        status: number;
        ip: string;
        userAgent: string;
        /**
         * The outcome as a sentence.
         */
        outcome: string;
        /**
         * The milliseconds from the arrival of the request to its answer, or to the write of its change.
         */
        ms?: number;
        /**
         * Why a rule refused: its code, or the `scimType` of the answer.
         */
        code?: string;
        /**
         * Why the credential of the request was refused.
         */
        denied?: 'address' | 'expired' | 'missing' | 'revoked' | 'unknown';
        resourceId?: string;
        userName?: string;
        /**
         * The displayName of the directory group that the request is about.
         */
        groupName?: string;
        accountId?: string;
        leniencies?: (
          | 'assertion-as-password'
          | 'attribute-bare'
          | 'attribute-foreign'
          | 'attribute-unknown'
          | 'boolean-text'
          | 'charset-overruled'
          | 'charset-used'
          | 'filter.boolean-case'
          | 'filter.boolean-text'
          | 'filter.value-bare'
          | 'json-text'
          | 'key-dotted'
          | 'many-for-single'
          | 'number-text'
          | 'object-for-scalar'
          | 'op-case'
          | 'password-ignored'
          | 'primary-many'
          | 'scalar-for-complex'
          | 'schemas-missing'
          | 'schemas-unknown'
          | 'single-for-many'
          | 'sub-attribute-renamed'
          | 'text-scalar'
          | 'urn-dotted'
          | 'value-path-created'
          | 'value-repeated'
        )[];
        /**
         * The names of unknown attributes that the request sent.
         */
        dropped?: string[];
        id: string;
        at: string;
      };
    };
  };
  /**
   * Shows what a recorded change would do now, and what Rollcall would answer. Nothing changes.
   */
  logReplay: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * id of the entry, or of the request (X-Request-Id)
       */
      request: string;
    };
    answer: Replayed;
  };
  /**
   * Counts the SCIM requests of the last days, and those that were refused.
   */
  logDays: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      days: DayCount[];
    };
  };
  /**
   * Shows the audit log of a top-level group, newest entries first.
   */
  auditList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: ChainPage;
  };
  /**
   * Checks the hash chain of a top-level group.
   */
  auditVerify: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: Verdicts;
  };
  /**
   * Lists the long work of a top-level group, newest first, with its progress.
   */
  workList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      group: string;
      works: WorkView[];
    };
  };
  /**
   * Shows the progress of long work.
   */
  workShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * its id
       */
      work: string;
    };
    answer: {
      group: string;
      work: WorkView;
    };
  };
  /**
   * Lists the e-mail domains of a top-level group, each with its state.
   */
  domainList: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      domains: DomainView[];
    };
  };
  /**
   * Claims an e-mail domain for a top-level group, and shows the TXT record that proves it.
   */
  domainClaim: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * an e-mail domain: acme.test
       */
      domain: string;
    };
    answer: {
      domain: string;
      state: 'claimed' | 'failing' | 'lapsed' | 'verified' | 'vouched';
      /**
       * The TXT record that proves the claim.
       */
      record?: {
        name: string;
        value: string;
      };
      verifiedAt?: string;
      checkedAt?: string;
      problem?: string;
      lapsesAt?: string;
      lapsedAt?: string;
      group: string;
    };
  };
  /**
   * Asks DNS for the TXT record of a claimed domain. If it exists, the domain belongs to the group.
   */
  domainVerify: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * an e-mail domain: acme.test
       */
      domain: string;
    };
    answer: {
      problem?: string;
      state: 'claimed' | 'failing' | 'lapsed' | 'verified' | 'vouched';
      /**
       * The TXT record that proves the claim.
       */
      record?: {
        name: string;
        value: string;
      };
      verifiedAt?: string;
      checkedAt?: string;
      lapsesAt?: string;
      lapsedAt?: string;
      group: string;
      domain: string;
      outcome: 'found' | 'not_found' | 'other_value' | 'server_failure';
    };
  };
  /**
   * Removes an e-mail domain and its claim from a top-level group.
   */
  domainRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * an e-mail domain: acme.test
       */
      domain: string;
    };
    answer: {
      group: string;
      domain: string;
    };
  };
  /**
   * Shows the identity provider of a group, and what to enter there.
   */
  samlShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      enforcement: EnforcementView;
      recoveryCodes: number;
      tested?: TestView;
      group: string;
      identifyBy: 'email' | 'externalId' | 'userName';
      urls: {
        entityId: string;
        acs: string;
        metadata: string;
        sso: string;
      };
      identityProvider?: {
        entityId: string;
        ssoUrl: string;
        binding: string;
      };
      certificates: CertificateView[];
      metadata?: {
        url: string;
        fetchedAt?: string;
        failures: number;
        problem?: string;
        pendingEntityId?: string;
      };
      settings: SamlSettings;
      requests: {
        signed: boolean;
        because: 'metadata' | 'setting';
      };
      keys: KeyView[];
      warnings: string[];
    };
  };
  /**
   * Sets up the identity provider of a group, or changes it.
   */
  samlSet: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * https URL of its metadata, which is fetched again regularly; empty to stop that
       */
      metadataUrl?: string;
      /**
       * its metadata
       */
      metadataFile?: string;
      /**
       * which entity id, if the metadata has several
       */
      pick?: string;
      /**
       * its entity ID, by hand
       */
      entityId?: string;
      /**
       * its sign-on URL, by hand
       */
      ssoUrl?: string;
      /**
       * one or more certificates, by hand
       */
      certificateFile?: string;
      /**
       * the binding of requests
       */
      binding?: 'redirect' | 'post';
      /**
       * which SCIM value the identity provider sends as NameID
       */
      identifyBy?: 'externalId' | 'userName' | 'email';
      /**
       * Rollcall's entity ID instead of the metadata URL; empty for the URL again
       */
      spEntityId?: string;
      /**
       * sign requests
       */
      signRequests?: boolean;
      /**
       * sign requests only if the metadata asks for it, the default
       */
      signRequestsIfAsked?: boolean;
      /**
       * the NameID format that requests ask for; empty for none
       */
      nameIdFormat?: string;
      /**
       * allow sign-ins that start at the identity provider
       */
      allowIdpInitiated?: boolean;
      /**
       * create accounts at the first sign-in
       */
      jit?: boolean;
      /**
       * the role for people without one, if sign-in creates accounts
       */
      defaultRole?: 'guest' | 'reporter' | 'developer' | 'maintainer';
      /**
       * the attribute that names groups; empty for none
       */
      groupsAttribute?: string;
      /**
       * refuse a response with a signature on the assertion only
       */
      wantResponseSigned?: boolean;
    };
    answer: {
      formerMetadataUrl?: string;
      group: string;
      identifyBy: 'email' | 'externalId' | 'userName';
      urls: {
        entityId: string;
        acs: string;
        metadata: string;
        sso: string;
      };
      identityProvider?: {
        entityId: string;
        ssoUrl: string;
        binding: string;
      };
      certificates: CertificateView[];
      metadata?: {
        url: string;
        fetchedAt?: string;
        failures: number;
        problem?: string;
        pendingEntityId?: string;
      };
      settings: SamlSettings;
      requests: {
        signed: boolean;
        because: 'metadata' | 'setting';
      };
      keys: KeyView[];
      warnings: string[];
    };
  };
  /**
   * Shows the metadata of an identity provider without saving it.
   */
  samlPreview: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * https URL of its metadata, which is fetched again regularly; empty to stop that
       */
      metadataUrl?: string;
      /**
       * its metadata
       */
      metadataFile?: string;
      /**
       * which entity id, if the metadata has several
       */
      pick?: string;
      /**
       * its entity ID, by hand
       */
      entityId?: string;
      /**
       * its sign-on URL, by hand
       */
      ssoUrl?: string;
      /**
       * one or more certificates, by hand
       */
      certificateFile?: string;
      /**
       * the binding of requests
       */
      binding?: 'redirect' | 'post';
    };
    answer: {
      entityId?: string;
      ssoUrl?: string;
      binding?: Binding;
      nameIdFormats: string[];
      wantsSignedRequests: boolean;
      certificates: {
        sha256: string;
        subject: string;
        expiresAt: string;
        known: boolean;
      }[];
      warnings: string[];
      group: string;
    };
  };
  /**
   * Prints Rollcall's metadata for the identity provider. Creates keys if there are none.
   */
  samlMetadata: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      xml: string;
    };
  };
  /**
   * Fetches the metadata of the identity provider now.
   */
  samlRefresh: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      identifyBy: 'email' | 'externalId' | 'userName';
      urls: {
        entityId: string;
        acs: string;
        metadata: string;
        sso: string;
      };
      identityProvider?: {
        entityId: string;
        ssoUrl: string;
        binding: string;
      };
      certificates: CertificateView[];
      metadata?: {
        url: string;
        fetchedAt?: string;
        failures: number;
        problem?: string;
        pendingEntityId?: string;
      };
      settings: SamlSettings;
      requests: {
        signed: boolean;
        because: 'metadata' | 'setting';
      };
      keys: KeyView[];
      warnings: string[];
      outcome: 'changed' | 'failed' | 'pending' | 'unchanged';
    };
  };
  /**
   * Adds one or more certificates of the identity provider.
   */
  samlCertificateAdd: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * one or more certificates
       */
      certificateFile: string;
    };
    answer: ProviderOfGroup;
  };
  /**
   * Ends the certificates that the metadata no longer has.
   */
  samlCertificateApprove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * its fingerprint, or the start of it
       */
      certificate?: string;
    };
    answer: ProviderOfGroup;
  };
  /**
   * Removes a certificate of the identity provider for good.
   */
  samlCertificateRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * its fingerprint, or the start of it
       */
      certificate: string;
    };
    answer: ProviderOfGroup;
  };
  /**
   * Publishes new keys of Rollcall beside the current ones. The second call switches to them.
   */
  samlKeysRotate: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: ProviderOfGroup;
  };
  /**
   * Sets which members need a recent SAML sign-in to enter a group.
   */
  samlEnforce: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
      /**
       * whom the rule applies to; inherit removes the rule of this group
       */
      mode: 'off' | 'everyone' | 'domains' | 'inherit';
      /**
       * domain of a primary e-mail; several are possible
       */
      domain?: string[];
    };
    answer: {
      group: string;
      enforcement: EnforcementView;
    };
  };
  /**
   * Creates new recovery codes for the owners of a group. The former ones stop working.
   */
  samlRecoveryCodes: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      codes: string[];
    };
  };
  /**
   * Shows the issuer whose word signs people out, and the addresses to enter there.
   */
  logoutShow: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: LogoutView;
  };
  /**
   * Enters the issuer whose word signs people out of a group, or replaces it.
   */
  logoutSet: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * the issuer, as its messages name it
       */
      issuer?: string;
      /**
       * the URL of its keys
       */
      jwksUrl?: string;
      /**
       * the URL of its SSF configuration, instead of issuer and JWKS URL
       */
      configurationUrl?: string;
      /**
       * the audience of its security events, if it is not the address of the endpoint
       */
      audience?: string;
    };
    answer: LogoutView;
  };
  /**
   * Generates the token that pushed security events must have. Prints it only once.
   */
  logoutToken: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      group: string;
      issuer: string;
      jwksUrl: string;
      audience?: string;
      revocationUrl: string;
      eventsUrl: string;
      createdAt: string;
      /**
       * The username of the owner who entered it; absent when the operator did.
       */
      createdBy?: string;
      /**
       * The token that a push must have; absent when the signature is enough.
       */
      pushToken?: {
        hint: string;
        createdAt: string;
      };
      last?: {
        at: string;
        event: string;
      };
      secret: string;
    };
  };
  /**
   * Removes the issuer. Rollcall refuses its messages from then on.
   */
  logoutRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: LogoutView;
  };
  /**
   * Lists the webhooks of a group or of the whole service.
   */
  webhookList: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
    };
    answer: {
      webhooks: WebhookView[];
    };
  };
  /**
   * Creates a webhook: it sends signed events to a URL. Prints its secret only once.
   */
  webhookCreate: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * where events go: an https URL
       */
      url: string;
      /**
       * its name; by default the host of the URL
       */
      name?: string;
      /**
       * an event that it hears, such as access.ended, or access.* for all of a noun; repeatable
       */
      types?: string[];
      /**
       * minutes in which the product must act on a leaver's event
       */
      deadlineMinutes?: number;
    };
    answer: {
      secret: string;
      webhook: WebhookView;
    };
  };
  /**
   * Shows a webhook and how many of its deliveries wait or are dead.
   */
  webhookShow: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
    };
    answer: {
      waiting: number;
      dead: number;
      id: string;
      name: string;
      kind: 'webhook';
      url: string;
      /**
       * Empty for all.
       */
      types: string[];
      state: 'disabled' | 'enabled';
      deadlineMinutes: number;
      secrets: {
        id: string;
        createdAt: string;
        endsAt?: string;
      }[];
      /**
       * The path of the group whose changes it hears; absent for the whole service.
       */
      group?: string;
      createdAt: string;
      /**
       * The username of its maker; absent when the operator made it.
       */
      createdBy?: string;
      /**
       * Why Rollcall disabled it.
       */
      problem?: string;
      failingSince?: string;
    };
  };
  /**
   * Changes a webhook, or enables or disables it.
   */
  webhookChange: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * another name
       */
      name?: string;
      /**
       * where events go: an https URL
       */
      url?: string;
      /**
       * an event that it hears, such as access.ended, or access.* for all of a noun; repeatable
       */
      types?: string[];
      /**
       * minutes in which the product must act on a leaver's event
       */
      deadlineMinutes?: number;
      /**
       * whether it gets events
       */
      enabled?: boolean;
    };
    answer: WebhookView;
  };
  /**
   * Removes a webhook. What waits for it is not sent.
   */
  webhookRemove: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
    };
    answer: WebhookView;
  };
  /**
   * Gives a webhook a new secret; the old one signs too during the overlap.
   */
  webhookRotate: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * hours for which the old one still works
       */
      overlap?: number;
    };
    answer: {
      secret: string;
      formerEndsAt: string;
      webhook: WebhookView;
    };
  };
  /**
   * Sends a test event to a webhook and shows the answer.
   */
  webhookTest: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
    };
    answer: {
      ms: number;
      status?: number;
      /**
       * Why there is no answer.
       */
      problem?: string;
      /**
       * The beginning of the answer.
       */
      answer?: string;
      webhook: string;
      event: string;
      at: string;
    };
  };
  /**
   * Lists the deliveries of a webhook, the newest first.
   */
  webhookDeliveries: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * only deliveries in this state
       */
      state?: 'waiting' | 'delivered' | 'dead';
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      deliveries: DeliveryView[];
      webhook: string;
    };
  };
  /**
   * Shows one delivery: its payload, and every attempt with the answer.
   */
  webhookDelivery: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * id of the delivery, or of its event
       */
      delivery: string;
    };
    answer: {
      payload: {
        [k: string]: unknown;
      };
      tries: {
        ms: number;
        status?: number;
        /**
         * Why there is no answer.
         */
        problem?: string;
        /**
         * The beginning of the answer.
         */
        answer?: string;
        at: string;
      }[];
      id: string;
      /**
       * The id that the receiver sees as `webhook-id`.
       */
      event: string;
      type: string;
      at: string;
      state: 'dead' | 'delivered' | 'waiting';
      /**
       * The username of the account that it is about.
       */
      account?: string;
      attempts: number;
      /**
       * The status or the problem of the last attempt.
       */
      last?: string;
      nextAt?: string;
      deliveredAt?: string;
      deadline?: string;
      acknowledgedAt?: string;
      webhook: string;
    };
  };
  /**
   * Sends a delivery again, or all dead ones, with the same event id.
   */
  webhookRedeliver: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * id of the delivery, or of its event
       */
      delivery?: string;
      /**
       * all dead deliveries, up to 200 at a time
       */
      dead?: boolean;
    };
    answer: {
      webhook: string;
      redelivered: number;
    };
  };
  /**
   * Notes that the product has acted on an event, where it cannot say so itself.
   */
  webhookAcknowledge: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the webhook
       */
      webhook: string;
      /**
       * id of the delivery, or of its event
       */
      delivery: string;
    };
    answer: {
      id: string;
      /**
       * The id that the receiver sees as `webhook-id`.
       */
      event: string;
      type: string;
      at: string;
      state: 'dead' | 'delivered' | 'waiting';
      /**
       * The username of the account that it is about.
       */
      account?: string;
      attempts: number;
      /**
       * The status or the problem of the last attempt.
       */
      last?: string;
      nextAt?: string;
      deliveredAt?: string;
      deadline?: string;
      acknowledgedAt?: string;
      webhook: string;
    };
  };
  /**
   * Lists events that took access and that the product has not acknowledged, by deadline.
   */
  webhookOutstanding: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      outstanding: OutstandingView[];
    };
  };
  /**
   * Lists the streams of a group or of the whole service.
   */
  streamList: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
    };
    answer: {
      streams: StreamView[];
    };
  };
  /**
   * Creates a stream of security event tokens. Prints the token of a poll only once.
   */
  streamCreate: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * its name
       */
      name: string;
      /**
       * push: Rollcall posts each token; poll: the receiver asks for them
       */
      kind: 'push' | 'poll';
      /**
       * where a push goes: an https URL
       */
      url?: string;
      /**
       * the Authorization header of a push, such as Bearer and a token; empty for none
       */
      authorization?: string;
      /**
       * the aud of its tokens; by default the URL of the stream
       */
      audience?: string;
      /**
       * an event URI that it hears; repeatable
       */
      events?: (
        | 'urn:ietf:params:scim:event:prov:create:notice'
        | 'urn:ietf:params:scim:event:prov:patch:notice'
        | 'urn:ietf:params:scim:event:prov:put:notice'
        | 'urn:ietf:params:scim:event:prov:delete'
        | 'urn:ietf:params:scim:event:prov:activate'
        | 'urn:ietf:params:scim:event:prov:deactivate'
      )[];
    };
    answer: {
      stream: StreamView;
      secret?: string;
    };
  };
  /**
   * Shows a stream and how many of its deliveries wait or are dead.
   */
  streamShow: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
    };
    answer: {
      waiting: number;
      dead: number;
      id: string;
      name: string;
      kind: 'poll' | 'push';
      /**
       * The `iss` and the `aud` of its tokens, and where the keys that sign them are.
       */
      issuer: string;
      audience: string;
      jwksUrl: string;
      /**
       * Empty for all.
       */
      events: string[];
      /**
       * Where a push goes.
       */
      url?: string;
      /**
       * Whether a push has an `Authorization` header.
       */
      hasAuthorization?: boolean;
      /**
       * Where the receiver polls.
       */
      pollUrl?: string;
      tokens?: {
        id: string;
        /**
         * The last four characters.
         */
        hint: string;
        createdAt: string;
        endsAt?: string;
      }[];
      state: 'disabled' | 'enabled' | 'paused';
      pausedAt?: string;
      /**
       * The path of the group whose changes it hears; absent for the whole service.
       */
      group?: string;
      createdAt: string;
      /**
       * The username of its maker; absent when the operator made it.
       */
      createdBy?: string;
      /**
       * Why Rollcall disabled it.
       */
      problem?: string;
      failingSince?: string;
    };
  };
  /**
   * Changes the name, the receiver or the filter of a stream.
   */
  streamChange: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
      /**
       * another name
       */
      name?: string;
      /**
       * where a push goes: an https URL
       */
      url?: string;
      /**
       * the Authorization header of a push, such as Bearer and a token; empty for none
       */
      authorization?: string;
      /**
       * the aud of its tokens; by default the URL of the stream
       */
      audience?: string;
      /**
       * an event URI that it hears; repeatable
       */
      events?: (
        | 'urn:ietf:params:scim:event:prov:create:notice'
        | 'urn:ietf:params:scim:event:prov:patch:notice'
        | 'urn:ietf:params:scim:event:prov:put:notice'
        | 'urn:ietf:params:scim:event:prov:delete'
        | 'urn:ietf:params:scim:event:prov:activate'
        | 'urn:ietf:params:scim:event:prov:deactivate'
      )[];
    };
    answer: StreamView;
  };
  /**
   * Removes a stream. What waits for its receiver is not delivered.
   */
  streamRemove: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
    };
    answer: StreamView;
  };
  /**
   * Stops the deliveries of a stream, and keeps what it hears.
   */
  streamPause: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
    };
    answer: StreamView;
  };
  /**
   * Lets a paused or disabled stream deliver again.
   */
  streamResume: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
    };
    answer: StreamView;
  };
  /**
   * Gives the receiver of a poll a new token; the old one works during the overlap.
   */
  streamRotate: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
      /**
       * hours for which the old one still works
       */
      overlap?: number;
    };
    answer: {
      secret: string;
      formerEndsAt: string;
      stream: StreamView;
    };
  };
  /**
   * Sends a verification event: a push shows the answer, a poll gets it with its next request.
   */
  streamTest: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
    };
    answer:
      | {
          at: string;
          stream: string;
          kind: 'poll' | 'push';
          event: string;
        }
      | {
          ms: number;
          status?: number;
          /**
           * Why there is no answer.
           */
          problem?: string;
          /**
           * The beginning of the answer.
           */
          answer?: string;
          at: string;
          stream: string;
          kind: 'poll' | 'push';
          event: string;
        };
  };
  /**
   * Lists the deliveries of a stream, the newest first.
   */
  streamDeliveries: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
      /**
       * only deliveries in this state
       */
      state?: 'waiting' | 'delivered' | 'dead';
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      deliveries: DeliveryView[];
      stream: string;
    };
  };
  /**
   * Shows one delivery: the claims of its token, and every attempt with the answer.
   */
  streamDelivery: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
      /**
       * id of the delivery, or of its event
       */
      delivery: string;
    };
    answer: {
      payload: {
        [k: string]: unknown;
      };
      tries: {
        ms: number;
        status?: number;
        /**
         * Why there is no answer.
         */
        problem?: string;
        /**
         * The beginning of the answer.
         */
        answer?: string;
        at: string;
      }[];
      id: string;
      /**
       * The id that the receiver sees as `webhook-id`.
       */
      event: string;
      type: string;
      at: string;
      state: 'dead' | 'delivered' | 'waiting';
      /**
       * The username of the account that it is about.
       */
      account?: string;
      attempts: number;
      /**
       * The status or the problem of the last attempt.
       */
      last?: string;
      nextAt?: string;
      deliveredAt?: string;
      deadline?: string;
      acknowledgedAt?: string;
      stream: string;
    };
  };
  /**
   * Delivers a token again, or all dead ones, with the same jti.
   */
  streamRedeliver: {
    input: {
      /**
       * path of the top-level group whose changes it hears; without it those of the whole service
       */
      group?: string;
      /**
       * name or id of the stream
       */
      stream: string;
      /**
       * id of the delivery, or of its event
       */
      delivery?: string;
      /**
       * all dead deliveries, up to 200 at a time
       */
      dead?: boolean;
    };
    answer: {
      stream: string;
      redelivered: number;
    };
  };
  /**
   * Shows your account: addresses, SAML identities, groups that can be linked, and browsers.
   */
  profileShow: {
    input: {};
    answer: {
      linkable: {
        path: string;
        name: string;
      }[];
      sessions: {
        group?: string;
        id: string;
        by: 'password' | 'saml';
        userAgent: string;
        ip: string;
        createdAt: string;
        usedAt: string;
      }[];
      memberships: {
        path: string;
        name: string;
        role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
        origins: string[];
      }[];
      ended: {
        path: string;
        name: string;
        at: string;
      }[];
      hasPassword: boolean;
      emails: {
        email: string;
        primary: boolean;
        confirmed: boolean;
      }[];
      waitingEmails: {
        email: string;
        until: string;
      }[];
      samlIdentities: {
        id: string;
        nameId: string;
        group: string;
        since: string;
      }[];
      managedBy?: string;
      id: string;
      username: string;
      name: string;
      email?: string;
    };
  };
  /**
   * Changes your name or your username, unless a group manages your account.
   */
  profileChange: {
    input: {
      /**
       * your name
       */
      name?: string;
      /**
       * your username
       */
      username?: string;
    };
    answer: AccountRef;
  };
  /**
   * Finds groups that you may enter by name, and members of groups that you own.
   */
  profileSearch: {
    input: {
      /**
       * part of a name
       */
      text: string;
    };
    answer: {
      groups: {
        path: string;
        name: string;
      }[];
      people: {
        group: string;
        groupName: string;
        id: string;
        username: string;
        name: string;
        email?: string;
      }[];
      isPartial: boolean;
    };
  };
  /**
   * Explains why you have access to one of your groups, or no longer have it.
   */
  profileWhy: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: {
      group: string;
      name: string;
      memberships: {
        origins: {
          kind: 'directory_group' | 'invite' | 'manual' | 'saml' | 'scim';
          role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
          effective: boolean;
          since: string;
          decision: string;
        }[];
        group: string;
        role: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
        because: string;
      }[];
      noAccess: {
        decision: string;
      }[];
      isMember: boolean;
      byHand: boolean;
    };
  };
  /**
   * Ends your membership in a group, unless your organisation gives it.
   */
  profileLeave: {
    input: {
      /**
       * path of the group: acme, or acme/dev/api
       */
      group: string;
    };
    answer: {
      group: string;
      name: string;
    };
  };
  /**
   * Signs out one of your browsers.
   */
  profileSessionEnd: {
    input: {
      /**
       * its id
       */
      session: string;
    };
    answer: {
      ended: number;
    };
  };
  /**
   * Lists your live personal access tokens, newest first.
   */
  profileTokenList: {
    input: {};
    answer: {
      tokens: {
        lastUsed?: {
          at: string;
          ip: string;
        };
        id: string;
        name: string;
        createdAt: string;
        expiresAt: string;
        scopes: ('admin' | 'members:read' | 'operate' | 'operate:read' | 'read' | 'write')[];
      }[];
    };
  };
  /**
   * Revokes a personal access token at once. Succeeds if there is none.
   */
  profileTokenRevoke: {
    input: {
      /**
       * its id
       */
      token: string;
    };
    answer: {
      id: string;
    };
  };
  /**
   * Lists the top-level groups.
   */
  groupList: {
    input: {
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      groups: GroupView[];
    };
  };
  /**
   * Creates a top-level group.
   */
  groupCreate: {
    input: {
      /**
       * the last part of its path
       */
      slug: string;
      /**
       * display name; by default the last part of the path
       */
      name?: string;
    };
    answer: GroupView;
  };
  /**
   * Shows a top-level group for an operator: owners, integrations, credentials and what expires soon.
   */
  groupSummary: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      isMember: boolean;
      owners: AccountRef[];
      credentials: {
        integration: string;
        integrationId: string;
        id: string;
        kind: CredentialKind;
        name: string;
        /**
         * The last four characters of the secret.
         */
        hint?: string;
        trust?: Trust1;
        state: 'expired' | 'live' | 'revoked';
        scopes: string[];
        cidrs: string[];
        createdAt: string;
        /**
         * The username of the owner who created it; absent for the operator, or if it is unknown.
         */
        createdBy?: string;
        expiresAt: string;
        revokedAt?: string;
        lastUsed?: {
          at: string;
          ip: string;
          userAgent: string;
        };
      }[];
      limit?: SeatsView;
      members: number;
      breakGlass: BreakGlassView;
      refusedToday: number;
      integrations: {
        settings: IntegrationSettings;
        liveCredentials: number;
        createdAt: string;
        paused?: {
          at: string;
          reason: string;
          removals: number;
        };
        preview?: boolean;
        ending?: 'keep' | 'revoke';
        id: string;
        name: string;
        description: string;
        enabled: boolean;
        preset:
          | 'authentik'
          | 'canaille'
          | 'entra'
          | 'generic'
          | 'google'
          | 'jumpcloud'
          | 'keycloak'
          | 'okta'
          | 'onelogin'
          | 'strict';
      }[];
      endsSoon: {
        kind: 'certificate' | 'credential' | 'key';
        name: string;
        endsAt: string;
      }[];
      id: string;
      path: string;
      name: string;
      kind: 'group' | 'project';
      createdAt: string;
    };
  };
  /**
   * Lists the top-level groups with their integrations, refused requests and credentials that expire soon.
   */
  groupReview: {
    input: {
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      groups: {
        members: number;
        breakGlass: BreakGlassView;
        refusedToday: number;
        integrations: {
          settings: IntegrationSettings;
          liveCredentials: number;
          createdAt: string;
          paused?: {
            at: string;
            reason: string;
            removals: number;
          };
          preview?: boolean;
          ending?: 'keep' | 'revoke';
          id: string;
          name: string;
          description: string;
          enabled: boolean;
          preset:
            | 'authentik'
            | 'canaille'
            | 'entra'
            | 'generic'
            | 'google'
            | 'jumpcloud'
            | 'keycloak'
            | 'okta'
            | 'onelogin'
            | 'strict';
        }[];
        endsSoon: {
          kind: 'certificate' | 'credential' | 'key';
          name: string;
          endsAt: string;
        }[];
        id: string;
        path: string;
        name: string;
        kind: 'group' | 'project';
        createdAt: string;
      }[];
    };
  };
  /**
   * Limits how many accounts may be members of a top-level group. Nobody loses access.
   */
  seatsSet: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
      /**
       * how many accounts may be members
       */
      seats: number;
      /**
       * refuses who would be one too many, or lets them in and reports it to the owners
       */
      whenFull?: 'refuse' | 'report';
    };
    answer: {
      work?: string;
      limit?: SeatsView;
      group: string;
    };
  };
  /**
   * Removes the limit of seats of a top-level group.
   */
  seatsRemove: {
    input: {
      /**
       * path of the top-level group
       */
      group: string;
    };
    answer: {
      work?: string;
      group: string;
      changed: boolean;
    };
  };
  /**
   * Lists the accounts of the platform, oldest first.
   */
  accountList: {
    input: {
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      accounts: {
        createdAt: string;
        remarks: AccountRemark[];
        id: string;
        username: string;
        name: string;
        email?: string;
      }[];
    };
  };
  /**
   * Shows an account: addresses, memberships, and what is linked to it.
   */
  accountShow: {
    input: {
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: {
      emails: {
        confirmedAt?: string;
        email: string;
        primary: boolean;
      }[];
      memberships: MembershipView[];
      groups: {
        identities: {
          integration: string;
          id: string;
          userName: string;
        }[];
        samlNameIds: string[];
        deprovisionedAt?: string;
        group: string;
      }[];
      managedDomain?: string;
      managedBy?: string;
      operator: boolean;
      remarks: AccountRemark[];
      sessions: number;
      createdAt: string;
      hasPassword: boolean;
      id: string;
      username: string;
      name: string;
      email?: string;
    };
  };
  /**
   * Ends all sessions of an account. The person must sign in again.
   */
  accountSessionsEnd: {
    input: {
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: {
      username: string;
      sessions: number;
    };
  };
  /**
   * Lists the live personal access tokens of an account, newest first.
   */
  accountTokenList: {
    input: {
      /**
       * username, e-mail or id of the account
       */
      account: string;
    };
    answer: {
      username: string;
      tokens: {
        lastUsed?: {
          at: string;
          ip: string;
        };
        id: string;
        name: string;
        createdAt: string;
        expiresAt: string;
        scopes: ('admin' | 'members:read' | 'operate' | 'operate:read' | 'read' | 'write')[];
      }[];
    };
  };
  /**
   * Revokes a personal access token of an account at once.
   */
  accountTokenRevoke: {
    input: {
      /**
       * username, e-mail or id of the account
       */
      account: string;
      /**
       * its name or id
       */
      token: string;
    };
    answer: {
      username: string;
      id: string;
      name: string;
    };
  };
  /**
   * Lists the accounts that may use the operator's pages.
   */
  operatorList: {
    input: {
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: {
      next?: string;
      operators: {
        since: string;
        managed: boolean;
        id: string;
        username: string;
        name: string;
        email?: string;
      }[];
    };
  };
  /**
   * Shows the health of the installation: service, jobs, queues, leases and suspicious settings.
   */
  healthShow: {
    input: {};
    answer: {
      queues: {
        mails: {
          oldest?: string;
          failures?: number;
          waiting: number;
        };
        log: {
          waiting: number;
          dropped: number;
        };
        audit:
          | {
              oldestUnsealed: string;
            }
          | {
              [k: string]: unknown;
            };
        work: {
          open: number;
          failed: number;
        };
        webhooks: {
          outstanding: number;
          overdue: number;
        };
      };
      leases: {
        job: string;
        holder: string;
        until: string;
      }[];
      renewed?: number;
      warnings: string[];
      data?: {
        format: number;
        version: string;
      };
      service?: {
        jobs: {
          problem?: string;
          lastRun?: string;
          name: string;
          every: number;
          late: boolean;
        }[];
        version: string;
        store: 'embedded' | 'mongodb';
        node: string;
        startedAt: string;
      };
    };
  };
  /**
   * Shows the audit log of the platform, newest entries first.
   */
  auditListPlatform: {
    input: {
      /**
       * how many to show
       */
      limit?: number;
      /**
       * the cursor of the next page, which the former page shows
       */
      cursor?: string;
    };
    answer: ChainPage;
  };
  /**
   * Lists the keys that sign security event tokens, as the JWKS publishes them.
   */
  eventKeyList: {
    input: {};
    answer: {
      jwksUrl: string;
      keys: {
        publishedUntil?: string;
        id: string;
        state: string;
        createdAt: string;
        signsFrom: string;
      }[];
    };
  };
}
/**
 * The owners of a top-level group who can act when its directory or its sign-on fails.
 */
export interface BreakGlassView {
  /**
   * `not_needed` without a live integration and an enforced sign-on.
   */
  state: 'enough' | 'missing' | 'not_needed';
  wanted: number;
  /**
   * As many of them as are wanted.
   */
  owners: AccountRef[];
  /**
   * While some are missing: every other owner, and why this one does not count.
   */
  others: {
    account: AccountRef;
    because: Dependence;
  }[];
}
export interface AccountRef {
  id: string;
  username: string;
  name: string;
  email?: string;
}
/**
 * The rule that applies to a group, and the path of the group that has it.
 */
export interface EnforcementView {
  mode: EnforcementMode;
  domains?: string[];
  from?: string;
}
/**
 * A group with everything below it.
 */
export interface TreeView {
  children: TreeView[];
  id: string;
  path: string;
  name: string;
  kind: 'group' | 'project';
  createdAt: string;
}
/**
 * What ends soon and has no successor. A certificate is the identity provider's; a key is Rollcall's own.
 */
export interface EndingView {
  kind: 'certificate' | 'credential' | 'key';
  name: string;
  endsAt: string;
  /**
   * The id of the credential or of the key, or the fingerprint of the certificate.
   */
  id: string;
  /**
   * Whether owners are warned: a credential that was made for fewer than 30 days warns later.
   */
  warns: boolean;
  /**
   * Of a credential.
   */
  integration?: {
    id: string;
    name: string;
  };
}
/**
 * The seats of a top-level group.
 */
export interface SeatsView {
  seats: number;
  used: number;
  whenFull: 'refuse' | 'report';
  state: 'exceeded' | 'free' | 'full';
  /**
   * Members from before the limit are still being counted.
   */
  counting?: true;
}
/**
 * How results of several commands show a group. Times are ISO 8601.
 */
export interface GroupView {
  id: string;
  path: string;
  name: string;
  kind: 'group' | 'project';
  createdAt: string;
}
export interface MembershipView {
  group: string;
  role: Role;
  origins: {
    kind: string;
    role: Role;
    since: string;
  }[];
}
export interface AccessView {
  /**
   * The id of the group.
   */
  group: string;
  /**
   * The id of the account.
   */
  account: string;
  /**
   * `saml_required`: only with a sign-in at the organisation within `freshHours`.
   */
  access: 'granted' | 'none' | 'saml_required';
  /**
   * The role in effect, inherited ones included.
   */
  role?: 'developer' | 'guest' | 'maintainer' | 'owner' | 'reporter';
  /**
   * The id of the group whose membership gives the role.
   */
  from?: string;
  /**
   * When the identity provider took all access.
   */
  deprovisionedAt?: string;
  /**
   * The sign-in rule that applies to the account here.
   */
  enforcement?: {
    from: string;
    freshHours: number;
  };
}
/**
 * Something that may have changed the access of an account, or of everybody in a group: read it again.
 */
export interface ChangeView {
  at: string;
  /**
   * The name of the event in the audit log.
   */
  event: string;
  /**
   * The id of the account; absent if a group has changed.
   */
  account?: string;
  /**
   * The id of the group that was made, renamed, moved, or got another sign-in rule.
   */
  group?: string;
  requestId?: string;
}
/**
 * Why a person has access or has none. Plain JSON.
 */
export interface Explanation {
  group: string;
  /**
   * Absent for a user of an identity provider without an account.
   */
  account?: {
    id: string;
    username: string;
    name: string;
    /**
     * Whether the top-level group manages it.
     */
    managed: boolean;
  };
  memberships: ExplainedMembership[];
  /**
   * The reasons for having no membership.
   */
  noAccess: NoAccess[];
}
export interface ExplainedMembership {
  group: string;
  role: Role;
  because: string;
  origins: ExplainedOrigin[];
}
export interface ExplainedOrigin {
  kind: 'directory_group' | 'invite' | 'manual' | 'saml' | 'scim';
  role: Role;
  /**
   * Whether it decides the role of the membership.
   */
  effective: boolean;
  since: string;
  decision: string;
  integration?: string;
  /**
   * The directory groups from the linked one down to the one that contains the user.
   */
  directoryGroups?: {
    id: string;
    name: string;
  }[];
  linkId?: string;
  attribute?: {
    name: string;
    value: string;
  };
  request: CausingRequest;
}
/**
 * The request or command that caused a change, as far as a log still has it.
 */
export interface CausingRequest {
  /**
   * The request id, or the id of a command.
   */
  id?: string;
  foundIn: 'audit_log' | 'nowhere' | 'provisioning_log';
  sentence: string;
  at?: string;
  method?: string;
  path?: string;
  status?: number;
  outcome?: string;
  /**
   * The event name in the audit log.
   */
  action?: string;
  actor?: Actor_K;
  /**
   * The username of the actor.
   */
  account?: string;
  integration?: string;
  token?: string;
  ip?: string;
  userAgent?: string;
}
/**
 * One reason for having no access.
 */
export interface NoAccess {
  kind:
    | 'deprovisioned'
    | 'elsewhere'
    | 'ended'
    | 'full'
    | 'held'
    | 'inactive'
    | 'not_linked'
    | 'nothing_given'
    | 'preview'
    | 'refused';
  decision: string;
  at?: string;
  integration?: string;
  userName?: string;
  /**
   * What deprovisioning has taken.
   */
  taken?: {
    group: string;
    role: string;
  }[];
  request?: CausingRequest;
}
/**
 * What the set-up of an integration has reached: each step with its first time, once there is one.
 */
export interface ChecklistView {
  steps: {
    step: 'accepted' | 'contact' | 'group' | 'lookup' | 'user';
    at?: string;
  }[];
  /**
   * Where the first accepted request came from.
   */
  from?: {
    ip: string;
    userAgent: string;
  };
  /**
   * The newest request of the group whose credentials belong to no integration.
   */
  wrongCredentials?: {
    at: string;
    ip: string;
    userAgent: string;
  };
}
export interface IntegrationSettings {
  /**
   * The role of a provisioned user in the top-level group.
   */
  defaultRole: 'developer' | 'guest' | 'maintainer' | 'reporter';
  /**
   * For an e-mail that belongs to an account without proof: answer 409, or hold the user.
   */
  onEmailExists: 'hold' | 'refuse';
  /**
   * What a reactivated user gets back.
   */
  onReturn: 'default_role' | 'restore';
  /**
   * Whether PATCH ignores a path that names no known attribute, instead of refusing it.
   */
  ignoreUnknownAttributes: boolean;
  /**
   * Whether a PATCH that replaces the members of a group with a single member adds it.
   */
  singleReplaceAdds: boolean;
  /**
   * Whether discovery shows RFC 7643 only: no `pagination` (RFC 9865), and `password` as in the RFC. Absent means no.
   */
  plainDiscovery?: boolean;
  /**
   * Whether a request must follow the SCIM interoperability profile, without any leniency. Absent means no.
   */
  strict?: boolean;
  /**
   * Whether its users include the members whom it has not created, read-only. Absent means no.
   */
  accountDiscovery?: boolean;
  /**
   * The user attributes that give roles, and where.
   */
  roleAttributes: RoleAttribute[];
  /**
   * Whether removing many people at once pauses the integration.
   */
  removalGuard: 'off' | 'on';
  /**
   * How many people may lose access within the window: this number, or this share of all, whichever is less.
   */
  removalPeople: number;
  removalPercent: number;
  removalWindowMinutes: number;
  /**
   * Minutes of the life of an access token; absent in an integration of an earlier version.
   */
  accessTokenMinutes?: number;
}
/**
 * A SCIM attribute that gives a user a role in a group.
 */
export interface RoleAttribute {
  /**
   * `roles`, or an attribute of an extension by its URN.
   */
  attribute: string;
  /**
   * The group, subgroup or project.
   */
  groupId: string;
  values: RecordString_GrantedRole;
}
/**
 * The role for each folded value. The name of a role, and the id of an Entitlement of the group, always work too.
 */
export interface RecordString_GrantedRole {
  [k: string]: unknown;
}
export interface WorkView {
  id: string;
  kind: string;
  title: string;
  /**
   * The id of the integration, or the domain, that it is about.
   */
  subject: string;
  state: 'done' | 'failed' | 'running' | 'waiting';
  done: number;
  total?: number;
  /**
   * How many people it has concerned so far.
   */
  people?: number;
  /**
   * Whether a removal keeps the roles of the members.
   */
  members?: 'keep' | 'revoke';
  by?: string;
  startedAt: string;
  endedAt?: string;
  nextAt?: string;
  problem?: string;
}
export interface PauseView {
  at: string;
  reason: string;
  removals: number;
  refused: AccountRef1;
  /**
   * The accounts that have lost access, and would get it back.
   */
  concerned: AccountRef[];
}
/**
 * The account whose removal was refused first.
 */
export interface AccountRef1 {
  id: string;
  username: string;
  name: string;
  email?: string;
}
/**
 * What going live does to one user.
 */
export interface PlanRow {
  userName: string;
  outcome: 'change' | 'create' | 'hold' | 'leave' | 'link' | 'nothing' | 'refuse';
  username?: string;
  reason?: string;
  joins: string[];
  leaves: string[];
}
export interface ComparisonView {
  group: string;
  integration: string;
  plan?: ListPlan;
  /**
   * The different names in the list.
   */
  listed: number;
  /**
   * Active users of the integration whom the list names.
   */
  both: number;
  onlyListed: Named;
  onlyHere: Named1;
  inactive: Named2;
  unprovisioned: Named3;
  others: Named4;
}
/**
 * What following the list would do; absent where it would deactivate nobody.
 */
export interface ListPlan {
  /**
   * Names exactly these users.
   */
  id: string;
  people: number;
  /**
   * Whether the number of people must be repeated: the list names nobody who is here, or more people would lose access
   * than the guard against mass removals allows.
   */
  needsNumber: boolean;
}
/**
 * Names that nobody here has.
 */
export interface Named {
  count: number;
  names: string[];
}
/**
 * Active users of the integration whom the list does not name.
 */
export interface Named1 {
  count: number;
  names: string[];
}
/**
 * Users whom the list names, and who are inactive here.
 */
export interface Named2 {
  count: number;
  names: string[];
}
/**
 * Members whom the list names, and whom the integration has not created.
 */
export interface Named3 {
  count: number;
  names: string[];
}
/**
 * Members whom neither the list nor the integration knows.
 */
export interface Named4 {
  count: number;
  names: string[];
}
export interface ConflictView {
  /**
   * The stored user, if it was not refused.
   */
  identityId?: string;
  /**
   * When the person was asked whether the user is them, until when they can say so, and when they did.
   */
  invited?: {
    at: string;
    until: string;
    accepted?: string;
  };
  /**
   * The username of the account with the e-mail, if the actor may know it.
   */
  account?: string;
  userName: string;
  email: string;
  times: number;
  firstSeen: string;
  lastSeen: string;
  kind: 'deleted_user' | 'former_email' | 'held' | 'refused' | 'shared_email';
  /**
   * The userName of the other user.
   */
  rival?: string;
  remedies: Remedy[];
}
export interface MismatchView {
  userName: string;
  email: string;
  times: number;
  firstSeen: string;
  lastSeen: string;
  scim: ValueKind;
  /**
   * The SCIM attribute that should equal the NameID. `scim` and `nameId` are the formats of both values.
   */
  attribute: 'email' | 'externalId' | 'userName';
  nameId: ValueKind;
  /**
   * Whether they differ in letter case only.
   */
  caseOnly: boolean;
  /**
   * The attribute that equals the NameID.
   */
  fitting?: 'email' | 'externalId' | 'userName';
}
/**
 * How to set up provisioning, or sign-in.
 */
export interface Part {
  /**
   * Whether the provider can do it; if not, `about` says what to do instead.
   */
  isPossible: boolean;
  about: string;
  steps: Step[];
  mappings: Mapping[];
  test: Step[];
  failures: Failure[];
}
/**
 * Something to do, with the fields in the order of the provider's form. `**bold**` marks names on its screen.
 */
export interface Step {
  text: string;
  fields?: Field[];
  /**
   * Whose form it is: the provider's for a credential of this kind, by default a token, or Rollcall's own.
   */
  form?: 'client' | 'federation' | 'rollcall' | 'token';
}
/**
 * What the provider calls an attribute, what it is here, and what to know about it.
 */
export interface Mapping {
  theirs: string;
  ours: string;
  note?: string;
}
/**
 * What the provider or Rollcall shows, and what to do.
 */
export interface Failure {
  shown: string;
  means: string;
}
export interface CredentialView {
  id: string;
  kind: CredentialKind;
  name: string;
  /**
   * The last four characters of the secret.
   */
  hint?: string;
  trust?: Trust;
  state: 'expired' | 'live' | 'revoked';
  scopes: string[];
  cidrs: string[];
  createdAt: string;
  /**
   * The username of the owner who created it; absent for the operator, or if it is unknown.
   */
  createdBy?: string;
  expiresAt: string;
  revokedAt?: string;
  lastUsed?: {
    at: string;
    ip: string;
    userAgent: string;
  };
}
/**
 * What the assertions of a federation must say.
 */
export interface Trust {
  /**
   * The issuer and the subject; absent when the client issues its assertions itself (RFC 7523 section 3).
   */
  issuer?: string;
  subject?: string;
  /**
   * Absent for a client's own assertions: then it is the issuer of the metadata, or the token URL.
   */
  audience?: string;
  jwksUrl: string;
}
/**
 * A new credential, with what must be copied. Its secret is shown once.
 */
export interface NewCredential {
  scimUrl: string;
  tokenUrl?: string;
  clientId?: string;
  clientSecret?: string;
  /**
   * The secret of a token.
   */
  secret?: string;
  integration: string;
  credential: CredentialView;
}
export interface SetupLinkView {
  id: string;
  /**
   * For whom it is.
   */
  name: string;
  createdAt: string;
  /**
   * The username of the owner who made it; absent when the operator did.
   */
  createdBy?: string;
  expiresAt: string;
  /**
   * When its holder generated the one credential.
   */
  generatedAt?: string;
  /**
   * Who made it is no owner any more, so it does not work.
   */
  ended?: true;
  /**
   * Whether its holder may enter the identity provider of single sign-on.
   */
  signOn: boolean;
}
/**
 * A resource as stored and sent: own keys in canonical spelling, extensions under their URN.
 */
export interface Resource {
  [k: string]: unknown;
}
/**
 * Another link that gives a role in the same group, and whether its role counts for people in both.
 */
export interface BesideView {
  directoryGroup: string;
  integration: string;
  role: string;
  effect: 'outweighed' | 'outweighs' | 'same';
}
export interface MemberView {
  kind: 'Group' | 'User';
  id: string;
  /**
   * `userName` or `displayName`.
   */
  name: string;
  active?: boolean;
  account?: string;
}
/**
 * A link as several operations show it.
 */
export interface LinkView {
  id: string;
  directoryGroup: string;
  target: string;
  role: string;
}
export interface RecordString_GrantedRole1 {
  [k: string]: unknown;
}
export interface ShownChange {
  /**
   * The path of the group whose role has changed.
   */
  group?: string;
  what: string;
  from?: string;
  to?: string;
}
export interface LogRemedy {
  text: string;
  at?: RemedyPlace;
}
/**
 * A logged body: without secrets, and cut if it is too long.
 */
export interface LoggedBody {
  text: string;
  isCut: boolean;
}
export interface Replayed {
  group: string;
  id: string;
  request: string;
  would?: {
    outcome: string;
    status?: number;
  };
  refused?: {
    detail: string;
    code?: string;
    status?: number;
  };
  changes: ShownChange[];
  resource?: Resource1;
}
/**
 * A resource as stored and sent: own keys in canonical spelling, extensions under their URN.
 */
export interface Resource1 {
  [k: string]: unknown;
}
/**
 * Requests of one day (UTC).
 */
export interface DayCount {
  day: string;
  requests: number;
  refused: number;
}
export interface ChainPage {
  chain: string;
  entries: EntryView[];
  next?: string;
}
export interface EntryView {
  at: string;
  names: Named21[];
  hash?: string;
  /**
   * The id of what was changed.
   */
  target: string;
  id: string;
  actor: Actor_ActorKind;
  requestId?: string;
  /**
   * The name of the event when it was recorded; `withNameOfToday` returns the present one.
   */
  action: string;
  detail: RecordStringUnknown;
  seq?: number;
}
/**
 * An id, and the name that people know.
 */
export interface Named21 {
  id: string;
  name: string;
}
/**
 * The actor of a change.
 */
export interface Actor_ActorKind {
  kind: Actor_K;
  accountId?: string;
  integrationId?: string;
  /**
   * The token of `scim` and of `account`, or the link of `setup_link`.
   */
  tokenId?: string;
  ip?: string;
}
export interface RecordStringUnknown {
  [k: string]: unknown;
}
export interface Verdicts {
  /**
   * Whether every chain is intact.
   */
  ok: boolean;
  chains: Chain[];
}
export interface Chain {
  chain: string;
  sealed: number;
  unsealed: number;
  /**
   * The first break of the chain, and its reason; absent when the chain is intact.
   */
  broken?: {
    seq: number;
    reason: string;
  };
}
export interface DomainView {
  domain: string;
  state: 'claimed' | 'failing' | 'lapsed' | 'verified' | 'vouched';
  /**
   * The TXT record that proves the claim.
   */
  record?: {
    name: string;
    value: string;
  };
  verifiedAt?: string;
  checkedAt?: string;
  problem?: string;
  lapsesAt?: string;
  lapsedAt?: string;
}
/**
 * The last successful test sign-in, and whether the settings are still the same.
 */
export interface TestView {
  at: string;
  by: string;
  counts: boolean;
}
export interface CertificateView {
  sha256: string;
  state: string;
  source: 'manual' | 'metadata';
  expiresAt: string;
  acceptedUntil?: string;
}
/**
 * The sign-in settings that the owner chooses.
 */
export interface SamlSettings {
  /**
   * Whether the first sign-in of a person without an account creates one.
   */
  jit: boolean;
  /**
   * The role that a sign-in gives a person without a role in the group.
   */
  defaultRole: 'developer' | 'guest' | 'maintainer' | 'reporter';
  groupsAttribute?: string;
  /**
   * Rollcall's entity ID, if it differs from the URL of the group's metadata.
   */
  entityId?: string;
  /**
   * `if_asked`: if the metadata of the identity provider has WantAuthnRequestsSigned.
   */
  signRequests: false | 'if_asked' | true;
  /**
   * The format that a request asks for; absent lets the identity provider decide.
   */
  nameIdFormat?: string;
  allowIdpInitiated: boolean;
  /**
   * Whether to refuse a response whose only signature is on the assertion.
   */
  wantResponseSigned: boolean;
}
export interface KeyView {
  use: 'decryption' | 'signing';
  state: 'active' | 'former' | 'next';
  sha256: string;
  expiresAt: string;
}
/**
 * A provider with the group that it belongs to.
 */
export interface ProviderOfGroup {
  group: string;
  identifyBy: 'email' | 'externalId' | 'userName';
  urls: {
    entityId: string;
    acs: string;
    metadata: string;
    sso: string;
  };
  identityProvider?: {
    entityId: string;
    ssoUrl: string;
    binding: string;
  };
  certificates: CertificateView[];
  metadata?: {
    url: string;
    fetchedAt?: string;
    failures: number;
    problem?: string;
    pendingEntityId?: string;
  };
  settings: SamlSettings;
  requests: {
    signed: boolean;
    because: 'metadata' | 'setting';
  };
  keys: KeyView[];
  warnings: string[];
}
/**
 * The logout issuer of a group, and the addresses that it needs.
 */
export interface LogoutView {
  group: string;
  issuer: string;
  jwksUrl: string;
  audience?: string;
  revocationUrl: string;
  eventsUrl: string;
  createdAt: string;
  /**
   * The username of the owner who entered it; absent when the operator did.
   */
  createdBy?: string;
  /**
   * The token that a push must have; absent when the signature is enough.
   */
  pushToken?: {
    hint: string;
    createdAt: string;
  };
  last?: {
    at: string;
    event: string;
  };
}
export interface WebhookView {
  id: string;
  name: string;
  kind: 'webhook';
  url: string;
  /**
   * Empty for all.
   */
  types: string[];
  state: 'disabled' | 'enabled';
  deadlineMinutes: number;
  secrets: {
    id: string;
    createdAt: string;
    endsAt?: string;
  }[];
  /**
   * The path of the group whose changes it hears; absent for the whole service.
   */
  group?: string;
  createdAt: string;
  /**
   * The username of its maker; absent when the operator made it.
   */
  createdBy?: string;
  /**
   * Why Rollcall disabled it.
   */
  problem?: string;
  failingSince?: string;
}
export interface DeliveryView {
  id: string;
  /**
   * The id that the receiver sees as `webhook-id`.
   */
  event: string;
  type: string;
  at: string;
  state: 'dead' | 'delivered' | 'waiting';
  /**
   * The username of the account that it is about.
   */
  account?: string;
  attempts: number;
  /**
   * The status or the problem of the last attempt.
   */
  last?: string;
  nextAt?: string;
  deliveredAt?: string;
  deadline?: string;
  acknowledgedAt?: string;
}
export interface OutstandingView {
  webhook: string;
  /**
   * The path of the group that the person has left.
   */
  group: string;
  isOverdue: boolean;
  id: string;
  /**
   * The id that the receiver sees as `webhook-id`.
   */
  event: string;
  type: string;
  at: string;
  state: 'dead' | 'delivered' | 'waiting';
  /**
   * The username of the account that it is about.
   */
  account?: string;
  attempts: number;
  /**
   * The status or the problem of the last attempt.
   */
  last?: string;
  nextAt?: string;
  deliveredAt?: string;
  deadline?: string;
  acknowledgedAt?: string;
}
export interface StreamView {
  id: string;
  name: string;
  kind: 'poll' | 'push';
  /**
   * The `iss` and the `aud` of its tokens, and where the keys that sign them are.
   */
  issuer: string;
  audience: string;
  jwksUrl: string;
  /**
   * Empty for all.
   */
  events: string[];
  /**
   * Where a push goes.
   */
  url?: string;
  /**
   * Whether a push has an `Authorization` header.
   */
  hasAuthorization?: boolean;
  /**
   * Where the receiver polls.
   */
  pollUrl?: string;
  tokens?: {
    id: string;
    /**
     * The last four characters.
     */
    hint: string;
    createdAt: string;
    endsAt?: string;
  }[];
  state: 'disabled' | 'enabled' | 'paused';
  pausedAt?: string;
  /**
   * The path of the group whose changes it hears; absent for the whole service.
   */
  group?: string;
  createdAt: string;
  /**
   * The username of its maker; absent when the operator made it.
   */
  createdBy?: string;
  /**
   * Why Rollcall disabled it.
   */
  problem?: string;
  failingSince?: string;
}
/**
 * What the assertions of a federation must say.
 */
export interface Trust1 {
  /**
   * The issuer and the subject; absent when the client issues its assertions itself (RFC 7523 section 3).
   */
  issuer?: string;
  subject?: string;
  /**
   * Absent for a client's own assertions: then it is the issuer of the metadata, or the token URL.
   */
  audience?: string;
  jwksUrl: string;
}
