/* Made by npm run docs from the operations. */

import type { Endpoint } from './endpoint.d.ts';

export interface Paths {
  '/groups/{group}': {
    /** Shows a group; for a top-level group also its endpoint and former paths. */
    get: Endpoint<'groupShow', 'query', 'group', 'If-None-Match'>;
    /** Changes the path or the name of a group. The SCIM endpoint also answers under the former path. */
    patch: Endpoint<'groupRename', 'body', 'group', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/move': {
    /** Moves a subgroup or project into another group of its tree. Memberships and links stay. */
    post: Endpoint<'groupMove', 'body', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/tree': {
    /** Shows everything below a group. */
    get: Endpoint<'groupTree', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/endings': {
    /** Lists the credentials, certificates and keys of a top-level group that end soon and have no successor. */
    get: Endpoint<'groupEndings', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/seats': {
    /** Shows how many seats a top-level group has, and how many are used. */
    get: Endpoint<'seatsShow', 'query', 'group', 'If-None-Match'>;
    /** Limits how many accounts may be members of a top-level group. Nobody loses access. */
    put: Endpoint<'seatsSet', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Prefer'>;
    /** Removes the limit of seats of a top-level group. */
    delete: Endpoint<'seatsRemove', 'query', 'group', 'If-Match' | 'If-None-Match' | 'Prefer'>;
  };
  '/groups/{group}/groups': {
    /** Creates a subgroup or a project below a group. */
    post: Endpoint<'subgroupCreate', 'body', 'group', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/members': {
    /** Lists the members of a group, without inherited access. */
    get: Endpoint<'memberList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/members/{account}': {
    /** Shows all memberships of one person under a top-level group. */
    get: Endpoint<'memberShow', 'query', 'group' | 'account', 'If-None-Match'>;
    /** Adds an account to a group, or changes the role of a member. */
    put: Endpoint<'memberAdd', 'body', 'group' | 'account', 'If-Match' | 'If-None-Match'>;
    /** Ends a membership that was given by hand or by invitation, or that has lost its cause. */
    delete: Endpoint<'memberRemove', 'query', 'group' | 'account', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/members/{account}/convert': {
    /** Leaves a membership to the group links, or keeps it by hand. */
    post: Endpoint<'memberConvert', 'body', 'group' | 'account', 'Idempotency-Key'>;
  };
  '/groups/{group}/members/{account}/access': {
    /** Shows the role in effect of an account in a group, inherited ones and sign-in rules included. */
    get: Endpoint<'memberAccess', 'query', 'group' | 'account', 'If-None-Match'>;
  };
  '/groups/{group}/changes': {
    /** Lists what may have changed access since a cursor, oldest first: read those accounts again. */
    get: Endpoint<'memberChanges', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/members/{account}/why': {
    /** Explains why a person has access or has none: request, decision, membership. */
    get: Endpoint<'memberWhy', 'query', 'group' | 'account', 'If-None-Match'>;
  };
  '/groups/{group}/origins': {
    /** Counts the members of a group by the origins of their roles. */
    get: Endpoint<'memberOrigins', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/invitations': {
    /** Lists the invitations to a group that nobody has accepted. */
    get: Endpoint<'invitationList', 'query', 'group', 'If-None-Match'>;
    /** Invites somebody to a group by e-mail. A person who has a role in the tree becomes a member at once. */
    post: Endpoint<'memberInvite', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/invitations/{invitation}/resend': {
    /** Mails an invitation again. The new link works for a week. The former link stops working. */
    post: Endpoint<'invitationResend', 'query', 'group' | 'invitation', 'Idempotency-Key'>;
  };
  '/groups/{group}/invitations/{invitation}': {
    /** Withdraws an invitation. Its link stops working. */
    delete: Endpoint<'invitationWithdraw', 'query', 'group' | 'invitation', never>;
  };
  '/groups/{group}/integrations': {
    /** Lists the SCIM connections of a top-level group. */
    get: Endpoint<'integrationList', 'query', 'group', 'If-None-Match'>;
    /** Adds a SCIM connection to a top-level group. */
    post: Endpoint<'integrationCreate', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Idempotency-Key' | 'Prefer', 201>;
  };
  '/groups/{group}/integrations/{integration}': {
    /** Shows a SCIM connection and its settings. */
    get: Endpoint<'integrationShow', 'query', 'group' | 'integration', 'If-None-Match'>;
    /** Changes the name, the settings or the state of a SCIM connection. */
    patch: Endpoint<'integrationChange', 'body', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Prefer'>;
    /** Removes a SCIM connection with its users, groups, links and tokens. Accounts and logs stay. */
    delete: Endpoint<'integrationRemove', 'query', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Prefer'>;
  };
  '/groups/{group}/integrations/{integration}/preview': {
    /** Stores what an identity provider sends from now on, and applies nothing until the integration goes live. */
    post: Endpoint<'integrationPreview', 'query', 'group' | 'integration', 'Idempotency-Key'>;
  };
  '/groups/{group}/integrations/{integration}/plan': {
    /** Shows the effect of going live: accounts, links, conflicts, memberships. */
    get: Endpoint<'integrationPlan', 'query', 'group' | 'integration', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/go-live': {
    /** Ends the preview of an integration and applies what was stored. */
    post: Endpoint<'integrationGoLive', 'query', 'group' | 'integration', 'Idempotency-Key' | 'Prefer'>;
  };
  '/groups/{group}/integrations/{integration}/compare': {
    /** Compares a list of people with the users of an integration: who is there and not here, and the reverse. */
    post: Endpoint<'integrationCompare', 'body', 'group' | 'integration', 'Idempotency-Key'>;
  };
  '/groups/{group}/integrations/{integration}/follow-list': {
    /** Deactivates the active users of an integration whom a list does not name, as `integration.compare` has planned. */
    post: Endpoint<'integrationFollowList', 'body', 'group' | 'integration', 'Idempotency-Key' | 'Prefer'>;
  };
  '/groups/{group}/integrations/{integration}/reconcile': {
    /** Shows whose roles differ from what the links of directory groups give now. Nothing changes. */
    get: Endpoint<'integrationReconcilePlan', 'query', 'group' | 'integration', 'If-None-Match'>;
    /** Gives everybody the roles that the links of directory groups give now, and takes the others. */
    post: Endpoint<'integrationReconcile', 'query', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Idempotency-Key' | 'Prefer'>;
  };
  '/groups/{group}/integrations/{integration}/attention': {
    /** Lists the users with an e-mail conflict, or with different names in SCIM and SAML, and what to do about each. */
    get: Endpoint<'integrationAttention', 'query', 'group' | 'integration', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/attention/dismiss': {
    /** Removes a user from the attention list. An unsolved conflict returns. */
    post: Endpoint<'integrationDismiss', 'body', 'group' | 'integration', 'Idempotency-Key'>;
  };
  '/groups/{group}/integrations/{integration}/attention/invite-to-link': {
    /** Asks the holder of an e-mail by mail whether a user in conflict is them. Only their yes links the two. */
    post: Endpoint<'integrationInviteToLink', 'body', 'group' | 'integration', 'Idempotency-Key'>;
  };
  '/groups/{group}/integrations/{integration}/resume': {
    /** Resumes an integration that a mass removal has paused. */
    post: Endpoint<'integrationResume', 'query', 'group' | 'integration', 'Idempotency-Key'>;
  };
  '/groups/{group}/integrations/{integration}/discard': {
    /** Restores the access that a mass removal has taken, and disables the integration. */
    post: Endpoint<'integrationDiscard', 'query', 'group' | 'integration', 'Idempotency-Key' | 'Prefer'>;
  };
  '/groups/{group}/guides/{provider}': {
    /** Shows how to connect an identity provider, with the values of a group. */
    get: Endpoint<'guideShow', 'query', 'group' | 'provider', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/credentials': {
    /** Lists the credentials of an integration, with the last use of each. */
    get: Endpoint<'credentialList', 'query', 'group' | 'integration', 'If-None-Match'>;
    /** Creates a token, a client or a federation. Prints its secret only once. */
    post: Endpoint<'credentialCreate', 'body', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/integrations/{integration}/credentials/{credential}/rotate': {
    /** Creates a new credential like the old one, which still works during the overlap. */
    post: Endpoint<'credentialRotate', 'body', 'group' | 'integration' | 'credential', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/integrations/{integration}/credentials/{credential}': {
    /** Revokes a credential at once, with every access token that it gave. */
    delete: Endpoint<'credentialRevoke', 'query', 'group' | 'integration' | 'credential', never>;
  };
  '/groups/{group}/integrations/{integration}/setup-links': {
    /** Lists the live set-up links of an integration. */
    get: Endpoint<'setupLinkList', 'query', 'group' | 'integration', 'If-None-Match'>;
    /** Creates a link with which somebody without an account connects the identity provider. */
    post: Endpoint<'setupLinkCreate', 'body', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/integrations/{integration}/setup-links/{link}': {
    /** Revokes a set-up link at once. The credential that it generated stays. */
    delete: Endpoint<'setupLinkRevoke', 'query', 'group' | 'integration' | 'link', never>;
  };
  '/groups/{group}/service-accounts': {
    /** Lists the service accounts of a group, with their live tokens. */
    get: Endpoint<'serviceAccountList', 'query', 'group', 'If-None-Match'>;
    /** Creates a service account, with whose tokens a program calls the management API. */
    post: Endpoint<'serviceAccountCreate', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/service-accounts/{serviceAccount}': {
    /** Removes a service account, and revokes all its tokens at once. */
    delete: Endpoint<'serviceAccountRemove', 'query', 'group' | 'serviceAccount', never>;
  };
  '/groups/{group}/service-accounts/{serviceAccount}/tokens': {
    /** Creates a token of a service account. Shows its secret only once. */
    post: Endpoint<'serviceAccountTokenCreate', 'body', 'group' | 'serviceAccount', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/service-accounts/{serviceAccount}/tokens/{token}': {
    /** Revokes a token of a service account at once. */
    delete: Endpoint<'serviceAccountTokenRevoke', 'query', 'group' | 'serviceAccount' | 'token', never>;
  };
  '/groups/{group}/identities': {
    /** Lists the users that an identity provider has pushed. */
    get: Endpoint<'identityList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/identities/{identity}': {
    /** Shows a pushed user with all its attributes. */
    get: Endpoint<'identityShow', 'query', 'group' | 'identity', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/directory-groups': {
    /** Lists the directory groups with their links. */
    get: Endpoint<'directoryGroupList', 'query', 'group' | 'integration', 'If-None-Match'>;
    /** Creates a directory group that an identity provider names only at sign-ins, so that you can add links. */
    post: Endpoint<'directoryGroupCreate', 'body', 'group' | 'integration', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/integrations/{integration}/directory-groups/{directoryGroup}': {
    /** Shows a directory group, with its members. */
    get: Endpoint<'directoryGroupShow', 'query', 'group' | 'integration' | 'directoryGroup', 'If-None-Match'>;
    /** Removes a directory group without members, its links, and the memberships that they gave. */
    delete: Endpoint<'directoryGroupRemove', 'query', 'group' | 'integration' | 'directoryGroup', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/links': {
    /** Lists the links of directory groups, with their roles and groups. */
    get: Endpoint<'linkList', 'query', 'group' | 'integration', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/directory-groups/{directoryGroup}/links': {
    /** Gives the members of a directory group a role in a group, subgroup or project. */
    post: Endpoint<'linkAdd', 'body', 'group' | 'integration' | 'directoryGroup', 'Idempotency-Key' | 'Prefer', 201>;
  };
  '/groups/{group}/integrations/{integration}/directory-groups/{directoryGroup}/links/{target}/plan': {
    /** Shows who would gain and who would lose a role by a link, or by its end. Nothing changes. */
    get: Endpoint<'linkPlan', 'query', 'group' | 'integration' | 'directoryGroup' | 'target', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/directory-groups/{directoryGroup}/links/{target}': {
    /** Changes the role of a link. */
    patch: Endpoint<'linkChange', 'body', 'group' | 'integration' | 'directoryGroup' | 'target', 'Prefer'>;
    /** Removes a link and ends the memberships that it gave. */
    delete: Endpoint<'linkRemove', 'query', 'group' | 'integration' | 'directoryGroup' | 'target', 'Prefer'>;
  };
  '/groups/{group}/integrations/{integration}/role-attributes': {
    /** Lists the attributes that give roles. */
    get: Endpoint<'roleAttributeList', 'query', 'group' | 'integration', 'If-None-Match'>;
  };
  '/groups/{group}/integrations/{integration}/role-attributes/{attribute}': {
    /** Lets a user attribute decide the role in a group. */
    put: Endpoint<'roleAttributeSet', 'body', 'group' | 'integration' | 'attribute', never>;
    /** Removes a role attribute, and the roles that it gave. */
    delete: Endpoint<'roleAttributeRemove', 'query', 'group' | 'integration' | 'attribute', never>;
  };
  '/groups/{group}/log': {
    /** Shows the SCIM requests of a top-level group, refused ones included, newest first. */
    get: Endpoint<'logList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/log/{request}': {
    /** Shows one SCIM request: its bodies without secrets, why it was refused, and what helps. */
    get: Endpoint<'logShow', 'query', 'group' | 'request', 'If-None-Match'>;
  };
  '/groups/{group}/log/{request}/replay': {
    /** Shows what a recorded change would do now, and what Rollcall would answer. Nothing changes. */
    post: Endpoint<'logReplay', 'query', 'group' | 'request', 'Idempotency-Key'>;
  };
  '/groups/{group}/log-days': {
    /** Counts the SCIM requests of the last days, and those that were refused. */
    get: Endpoint<'logDays', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/audit': {
    /** Shows the audit log of a top-level group, newest entries first. */
    get: Endpoint<'auditList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/audit-verification': {
    /** Checks the hash chain of a top-level group. */
    get: Endpoint<'auditVerify', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/progress': {
    /** Lists the long work of a top-level group, newest first, with its progress. */
    get: Endpoint<'workList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/progress/{work}': {
    /** Shows the progress of long work. */
    get: Endpoint<'workShow', 'query', 'group' | 'work', 'If-None-Match'>;
  };
  '/groups/{group}/domains': {
    /** Lists the e-mail domains of a top-level group, each with its state. */
    get: Endpoint<'domainList', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/domains/{domain}': {
    /** Claims an e-mail domain for a top-level group, and shows the TXT record that proves it. */
    put: Endpoint<'domainClaim', 'query', 'group' | 'domain', never>;
    /** Removes an e-mail domain and its claim from a top-level group. */
    delete: Endpoint<'domainRemove', 'query', 'group' | 'domain', never>;
  };
  '/groups/{group}/domains/{domain}/verify': {
    /** Asks DNS for the TXT record of a claimed domain. If it exists, the domain belongs to the group. */
    post: Endpoint<'domainVerify', 'query', 'group' | 'domain', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml': {
    /** Shows the identity provider of a group, and what to enter there. */
    get: Endpoint<'samlShow', 'query', 'group', 'If-None-Match'>;
    /** Sets up the identity provider of a group, or changes it. */
    patch: Endpoint<'samlSet', 'body', 'group', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/saml/preview': {
    /** Shows the metadata of an identity provider without saving it. */
    post: Endpoint<'samlPreview', 'body', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml/metadata': {
    /** Prints Rollcall's metadata for the identity provider. Creates keys if there are none. */
    post: Endpoint<'samlMetadata', 'query', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml/refresh': {
    /** Fetches the metadata of the identity provider now. */
    post: Endpoint<'samlRefresh', 'query', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml/certificates': {
    /** Adds one or more certificates of the identity provider. */
    post: Endpoint<'samlCertificateAdd', 'body', 'group', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/saml/approve-certificates': {
    /** Ends the certificates that the metadata no longer has. */
    post: Endpoint<'samlCertificateApprove', 'body', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml/certificates/{certificate}': {
    /** Removes a certificate of the identity provider for good. */
    delete: Endpoint<'samlCertificateRemove', 'query', 'group' | 'certificate', never>;
  };
  '/groups/{group}/saml/keys/rotate': {
    /** Publishes new keys of Rollcall beside the current ones. The second call switches to them. */
    post: Endpoint<'samlKeysRotate', 'query', 'group', 'Idempotency-Key'>;
  };
  '/groups/{group}/saml/enforcement': {
    /** Sets which members need a recent SAML sign-in to enter a group. */
    put: Endpoint<'samlEnforce', 'body', 'group', never>;
  };
  '/groups/{group}/saml/recovery-codes': {
    /** Creates new recovery codes for the owners of a group. The former ones stop working. */
    post: Endpoint<'samlRecoveryCodes', 'query', 'group', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/logout': {
    /** Shows the issuer whose word signs people out, and the addresses to enter there. */
    get: Endpoint<'logoutShow', 'query', 'group', 'If-None-Match'>;
    /** Enters the issuer whose word signs people out of a group, or replaces it. */
    put: Endpoint<'logoutSet', 'body', 'group', 'If-Match' | 'If-None-Match'>;
    /** Removes the issuer. Rollcall refuses its messages from then on. */
    delete: Endpoint<'logoutRemove', 'query', 'group', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/logout/token': {
    /** Generates the token that pushed security events must have. Prints it only once. */
    post: Endpoint<'logoutToken', 'query', 'group', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/webhooks': {
    /** Lists the webhooks of a group or of the whole service. */
    get: Endpoint<'webhookList', 'query', 'group', 'If-None-Match'>;
    /** Creates a webhook: it sends signed events to a URL. Prints its secret only once. */
    post: Endpoint<'webhookCreate', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/webhooks/{webhook}': {
    /** Shows a webhook and how many of its deliveries wait or are dead. */
    get: Endpoint<'webhookShow', 'query', 'group' | 'webhook', 'If-None-Match'>;
    /** Changes a webhook, or enables or disables it. */
    patch: Endpoint<'webhookChange', 'body', 'group' | 'webhook', 'If-Match' | 'If-None-Match'>;
    /** Removes a webhook. What waits for it is not sent. */
    delete: Endpoint<'webhookRemove', 'query', 'group' | 'webhook', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/webhooks/{webhook}/rotate': {
    /** Gives a webhook a new secret; the old one signs too during the overlap. */
    post: Endpoint<'webhookRotate', 'body', 'group' | 'webhook', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/webhooks/{webhook}/test': {
    /** Sends a test event to a webhook and shows the answer. */
    post: Endpoint<'webhookTest', 'query', 'group' | 'webhook', 'Idempotency-Key'>;
  };
  '/groups/{group}/webhooks/{webhook}/deliveries': {
    /** Lists the deliveries of a webhook, the newest first. */
    get: Endpoint<'webhookDeliveries', 'query', 'group' | 'webhook', 'If-None-Match'>;
  };
  '/groups/{group}/webhooks/{webhook}/deliveries/{delivery}': {
    /** Shows one delivery: its payload, and every attempt with the answer. */
    get: Endpoint<'webhookDelivery', 'query', 'group' | 'webhook' | 'delivery', 'If-None-Match'>;
  };
  '/groups/{group}/webhooks/{webhook}/redeliver': {
    /** Sends a delivery again, or all dead ones, with the same event id. */
    post: Endpoint<'webhookRedeliver', 'body', 'group' | 'webhook', 'Idempotency-Key'>;
  };
  '/groups/{group}/webhooks/{webhook}/deliveries/{delivery}/acknowledge': {
    /** Notes that the product has acted on an event, where it cannot say so itself. */
    post: Endpoint<'webhookAcknowledge', 'query', 'group' | 'webhook' | 'delivery', 'Idempotency-Key'>;
  };
  '/groups/{group}/outstanding': {
    /** Lists events that took access and that the product has not acknowledged, by deadline. */
    get: Endpoint<'webhookOutstanding', 'query', 'group', 'If-None-Match'>;
  };
  '/groups/{group}/streams': {
    /** Lists the streams of a group or of the whole service. */
    get: Endpoint<'streamList', 'query', 'group', 'If-None-Match'>;
    /** Creates a stream of security event tokens. Prints the token of a poll only once. */
    post: Endpoint<'streamCreate', 'body', 'group', 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/groups/{group}/streams/{stream}': {
    /** Shows a stream and how many of its deliveries wait or are dead. */
    get: Endpoint<'streamShow', 'query', 'group' | 'stream', 'If-None-Match'>;
    /** Changes the name, the receiver or the filter of a stream. */
    patch: Endpoint<'streamChange', 'body', 'group' | 'stream', 'If-Match' | 'If-None-Match'>;
    /** Removes a stream. What waits for its receiver is not delivered. */
    delete: Endpoint<'streamRemove', 'query', 'group' | 'stream', 'If-Match' | 'If-None-Match'>;
  };
  '/groups/{group}/streams/{stream}/pause': {
    /** Stops the deliveries of a stream, and keeps what it hears. */
    post: Endpoint<'streamPause', 'query', 'group' | 'stream', 'Idempotency-Key'>;
  };
  '/groups/{group}/streams/{stream}/resume': {
    /** Lets a paused or disabled stream deliver again. */
    post: Endpoint<'streamResume', 'query', 'group' | 'stream', 'Idempotency-Key'>;
  };
  '/groups/{group}/streams/{stream}/rotate': {
    /** Gives the receiver of a poll a new token; the old one works during the overlap. */
    post: Endpoint<'streamRotate', 'body', 'group' | 'stream', 'Idempotency-Key', 201>;
  };
  '/groups/{group}/streams/{stream}/test': {
    /** Sends a verification event: a push shows the answer, a poll gets it with its next request. */
    post: Endpoint<'streamTest', 'query', 'group' | 'stream', 'Idempotency-Key'>;
  };
  '/groups/{group}/streams/{stream}/deliveries': {
    /** Lists the deliveries of a stream, the newest first. */
    get: Endpoint<'streamDeliveries', 'query', 'group' | 'stream', 'If-None-Match'>;
  };
  '/groups/{group}/streams/{stream}/deliveries/{delivery}': {
    /** Shows one delivery: the claims of its token, and every attempt with the answer. */
    get: Endpoint<'streamDelivery', 'query', 'group' | 'stream' | 'delivery', 'If-None-Match'>;
  };
  '/groups/{group}/streams/{stream}/redeliver': {
    /** Delivers a token again, or all dead ones, with the same jti. */
    post: Endpoint<'streamRedeliver', 'body', 'group' | 'stream', 'Idempotency-Key'>;
  };
  '/profile': {
    /** Shows your account: addresses, SAML identities, groups that can be linked, and browsers. */
    get: Endpoint<'profileShow', 'query', never, 'If-None-Match'>;
    /** Changes your name or your username, unless a group manages your account. */
    patch: Endpoint<'profileChange', 'body', never, 'If-Match' | 'If-None-Match'>;
  };
  '/profile/search': {
    /** Finds groups that you may enter by name, and members of groups that you own. */
    get: Endpoint<'profileSearch', 'query', never, 'If-None-Match'>;
  };
  '/profile/groups/{group}/why': {
    /** Explains why you have access to one of your groups, or no longer have it. */
    get: Endpoint<'profileWhy', 'query', 'group', 'If-None-Match'>;
  };
  '/profile/groups/{group}': {
    /** Ends your membership in a group, unless your organisation gives it. */
    delete: Endpoint<'profileLeave', 'query', 'group', never>;
  };
  '/profile/sessions/{session}': {
    /** Signs out one of your browsers. */
    delete: Endpoint<'profileSessionEnd', 'query', 'session', never>;
  };
  '/profile/tokens': {
    /** Lists your live personal access tokens, newest first. */
    get: Endpoint<'profileTokenList', 'query', never, 'If-None-Match'>;
  };
  '/profile/tokens/{token}': {
    /** Revokes a personal access token at once. Succeeds if there is none. */
    delete: Endpoint<'profileTokenRevoke', 'query', 'token', never>;
  };
  '/operator/groups': {
    /** Lists the top-level groups. */
    get: Endpoint<'groupList', 'query', never, 'If-None-Match'>;
    /** Creates a top-level group. */
    post: Endpoint<'groupCreate', 'body', never, 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/operator/groups/{group}': {
    /** Shows a top-level group for an operator: owners, integrations, credentials and what expires soon. */
    get: Endpoint<'groupSummary', 'query', 'group', 'If-None-Match'>;
  };
  '/operator/group-reviews': {
    /** Lists the top-level groups with their integrations, refused requests and credentials that expire soon. */
    get: Endpoint<'groupReview', 'query', never, 'If-None-Match'>;
  };
  '/operator/accounts': {
    /** Lists the accounts of the platform, oldest first. */
    get: Endpoint<'accountList', 'query', never, 'If-None-Match'>;
  };
  '/operator/accounts/{account}': {
    /** Shows an account: addresses, memberships, and what is linked to it. */
    get: Endpoint<'accountShow', 'query', 'account', 'If-None-Match'>;
  };
  '/operator/accounts/{account}/sessions': {
    /** Ends all sessions of an account. The person must sign in again. */
    delete: Endpoint<'accountSessionsEnd', 'query', 'account', never>;
  };
  '/operator/accounts/{account}/tokens': {
    /** Lists the live personal access tokens of an account, newest first. */
    get: Endpoint<'accountTokenList', 'query', 'account', 'If-None-Match'>;
  };
  '/operator/accounts/{account}/tokens/{token}': {
    /** Revokes a personal access token of an account at once. */
    delete: Endpoint<'accountTokenRevoke', 'query', 'account' | 'token', never>;
  };
  '/operator/operators': {
    /** Lists the accounts that may use the operator's pages. */
    get: Endpoint<'operatorList', 'query', never, 'If-None-Match'>;
  };
  '/operator/health': {
    /** Shows the health of the installation: service, jobs, queues, leases and suspicious settings. */
    get: Endpoint<'healthShow', 'query', never, 'If-None-Match'>;
  };
  '/operator/audit': {
    /** Shows the audit log of the platform, newest entries first. */
    get: Endpoint<'auditListPlatform', 'query', never, 'If-None-Match'>;
  };
  '/operator/event-keys': {
    /** Lists the keys that sign security event tokens, as the JWKS publishes them. */
    get: Endpoint<'eventKeyList', 'query', never, 'If-None-Match'>;
  };
  '/operator/webhooks': {
    /** Lists the webhooks of a group or of the whole service. */
    get: Endpoint<'webhookList', 'query', never, 'If-None-Match'>;
    /** Creates a webhook: it sends signed events to a URL. Prints its secret only once. */
    post: Endpoint<'webhookCreate', 'body', never, 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/operator/webhooks/{webhook}': {
    /** Shows a webhook and how many of its deliveries wait or are dead. */
    get: Endpoint<'webhookShow', 'query', 'webhook', 'If-None-Match'>;
    /** Changes a webhook, or enables or disables it. */
    patch: Endpoint<'webhookChange', 'body', 'webhook', 'If-Match' | 'If-None-Match'>;
    /** Removes a webhook. What waits for it is not sent. */
    delete: Endpoint<'webhookRemove', 'query', 'webhook', 'If-Match' | 'If-None-Match'>;
  };
  '/operator/webhooks/{webhook}/rotate': {
    /** Gives a webhook a new secret; the old one signs too during the overlap. */
    post: Endpoint<'webhookRotate', 'body', 'webhook', 'Idempotency-Key', 201>;
  };
  '/operator/webhooks/{webhook}/test': {
    /** Sends a test event to a webhook and shows the answer. */
    post: Endpoint<'webhookTest', 'query', 'webhook', 'Idempotency-Key'>;
  };
  '/operator/webhooks/{webhook}/deliveries': {
    /** Lists the deliveries of a webhook, the newest first. */
    get: Endpoint<'webhookDeliveries', 'query', 'webhook', 'If-None-Match'>;
  };
  '/operator/webhooks/{webhook}/deliveries/{delivery}': {
    /** Shows one delivery: its payload, and every attempt with the answer. */
    get: Endpoint<'webhookDelivery', 'query', 'webhook' | 'delivery', 'If-None-Match'>;
  };
  '/operator/webhooks/{webhook}/redeliver': {
    /** Sends a delivery again, or all dead ones, with the same event id. */
    post: Endpoint<'webhookRedeliver', 'body', 'webhook', 'Idempotency-Key'>;
  };
  '/operator/webhooks/{webhook}/deliveries/{delivery}/acknowledge': {
    /** Notes that the product has acted on an event, where it cannot say so itself. */
    post: Endpoint<'webhookAcknowledge', 'query', 'webhook' | 'delivery', 'Idempotency-Key'>;
  };
  '/operator/outstanding': {
    /** Lists events that took access and that the product has not acknowledged, by deadline. */
    get: Endpoint<'webhookOutstanding', 'query', never, 'If-None-Match'>;
  };
  '/operator/streams': {
    /** Lists the streams of a group or of the whole service. */
    get: Endpoint<'streamList', 'query', never, 'If-None-Match'>;
    /** Creates a stream of security event tokens. Prints the token of a poll only once. */
    post: Endpoint<'streamCreate', 'body', never, 'If-Match' | 'If-None-Match' | 'Idempotency-Key', 201>;
  };
  '/operator/streams/{stream}': {
    /** Shows a stream and how many of its deliveries wait or are dead. */
    get: Endpoint<'streamShow', 'query', 'stream', 'If-None-Match'>;
    /** Changes the name, the receiver or the filter of a stream. */
    patch: Endpoint<'streamChange', 'body', 'stream', 'If-Match' | 'If-None-Match'>;
    /** Removes a stream. What waits for its receiver is not delivered. */
    delete: Endpoint<'streamRemove', 'query', 'stream', 'If-Match' | 'If-None-Match'>;
  };
  '/operator/streams/{stream}/pause': {
    /** Stops the deliveries of a stream, and keeps what it hears. */
    post: Endpoint<'streamPause', 'query', 'stream', 'Idempotency-Key'>;
  };
  '/operator/streams/{stream}/resume': {
    /** Lets a paused or disabled stream deliver again. */
    post: Endpoint<'streamResume', 'query', 'stream', 'Idempotency-Key'>;
  };
  '/operator/streams/{stream}/rotate': {
    /** Gives the receiver of a poll a new token; the old one works during the overlap. */
    post: Endpoint<'streamRotate', 'body', 'stream', 'Idempotency-Key', 201>;
  };
  '/operator/streams/{stream}/test': {
    /** Sends a verification event: a push shows the answer, a poll gets it with its next request. */
    post: Endpoint<'streamTest', 'query', 'stream', 'Idempotency-Key'>;
  };
  '/operator/streams/{stream}/deliveries': {
    /** Lists the deliveries of a stream, the newest first. */
    get: Endpoint<'streamDeliveries', 'query', 'stream', 'If-None-Match'>;
  };
  '/operator/streams/{stream}/deliveries/{delivery}': {
    /** Shows one delivery: the claims of its token, and every attempt with the answer. */
    get: Endpoint<'streamDelivery', 'query', 'stream' | 'delivery', 'If-None-Match'>;
  };
  '/operator/streams/{stream}/redeliver': {
    /** Delivers a token again, or all dead ones, with the same jti. */
    post: Endpoint<'streamRedeliver', 'body', 'stream', 'Idempotency-Key'>;
  };
}
