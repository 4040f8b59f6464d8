import type { Action } from '../../lib/access/policy.ts';
import type { Actor } from '../../lib/audit/types.ts';
import type { Services } from '../../lib/operations/services.ts';
import type { Rollcall, Tenant } from '../helper.ts';
import { keyPair, sha256Of } from '../sso/fixture.ts';
import { idpMetadata } from '../sso/idp_metadata.ts';
import { invitationFor, joinedGroup, linkInvitationFor } from './invitation_links.ts';
import { acceptedFor, codeFor, identityFor, reportFor } from './saml_links.ts';
import {
  begunWork,
  heard,
  held,
  hookEvent,
  LOGGED,
  logged,
  paused,
  planOf,
  pushed,
  setId,
  streamed,
  withoutPasswords,
  withToken,
} from './scenes.ts';

const [{ certificate }, other] = await Promise.all([keyPair('ec'), keyPair('ec')]);
const metadataUrl = 'https://idp.test/metadata';

type Given = NonNullable<Sample['given']>;

const signOn = (group: string): Given => [['saml set', { group, metadataUrl }]];
const retiring = (group: string): Given => [
  ...signOn(group),
  ['saml set', { group, metadataFile: idpMetadata({ certificates: [other.certificate] }) }],
];
const twoCertificates = (group: string): Given => [
  ...signOn(group),
  ['saml certificate add', { group, certificateFile: other.certificate }],
];

export interface Sample {
  /** Makes what no command can make. */
  prepare?(app: Rollcall, tenant?: Tenant): Promise<unknown>;
  /** Commands of the operator that make what the input names. */
  readonly given?: readonly (readonly [command: string, args: Record<string, unknown>])[];
  readonly input: object;
  /** Makes what only this caller may use, and gives the rest of the input. */
  readonly own?: (services: Services, group: string, caller: Actor) => Promise<object>;
  /** The answer to an allowed caller, where it cannot be done in this stage. */
  readonly answer?: string;
  /** Whether it concerns the installation or the caller, not a group. */
  readonly noGroup?: true;
}

const fresh = (group: string) => `fresh@${group}.test`;
const invited = (group: string): Given[number] => [
  'member invite',
  { group, who: fresh(group), role: 'guest' },
];
const told = (group: string): Given[number] => [
  'logout set',
  { group, issuer: 'https://idp.test', jwksUrl: 'https://idp.test/keys' },
];
const hook = (group: string) => ({ group, webhook: 'Product' });
const hooked = (group: string): Given[number] => [
  'webhook create',
  { group, url: 'https://hooks.test/', name: 'Product' },
];
const flow = (group: string) => ({ group, stream: 'Signals' });
const flowing = (group: string, kind = 'push'): Given[number] => [
  'stream create',
  { group, name: 'Signals', kind, ...(kind === 'push' ? { url: 'https://hooks.test/' } : {}) },
];
const crew = (group: string): Given[number] => ['directory-group create', { group, name: 'Crew' }];
const crewLink = (group: string) => ({ group, directoryGroup: 'Crew', target: group });
const linkedCrew = (group: string): Given => [
  crew(group),
  ['link add', { ...crewLink(group), role: 'developer' }],
];

/**
 * A valid input of every operation, for a group that `rollcall bootstrap` has made. `member@<group>.test` is a developer
 * of the group.
 */
export const samples: Readonly<Record<Action, (group: string) => Sample>> = {
  'account.create': (group) => ({ input: { email: `new@${group}.test` }, noGroup: true }),
  'account.email.add': (group) => ({
    input: { account: `member@${group}.test`, email: `second@${group}.test` },
    noGroup: true,
  }),
  'account.email.remove': (group) => ({
    input: { account: `member@${group}.test`, email: `member@${group}.test` },
    noGroup: true,
  }),
  'account.list': () => ({ input: {}, noGroup: true }),
  'account.password': (group) => ({ input: { account: `member@${group}.test` }, noGroup: true }),
  'account.rename': (group) => ({
    input: { account: `member@${group}.test`, username: `renamed-${group}` },
    noGroup: true,
  }),
  'account.saml.link': (group) => ({
    given: [['saml set', { group, identifyBy: 'email' }]],
    input: { group, nameId: 'member', account: `member@${group}.test` },
  }),
  'account.sessions.end': (group) => ({ input: { account: `member@${group}.test` }, noGroup: true }),
  'account.show': (group) => ({ input: { account: `member@${group}.test` }, noGroup: true }),
  'account.token.list': (group) => ({ input: { account: `member@${group}.test` }, noGroup: true }),
  'account.token.revoke': (group) => ({
    prepare: withToken,
    input: { account: `member@${group}.test`, token: 'work' },
    noGroup: true,
  }),
  'audit.list': (group) => ({ input: { group } }),
  'audit.list_platform': () => ({ input: {}, noGroup: true }),
  'audit.seal': () => ({ input: {}, noGroup: true }),
  'audit.verify': (group) => ({ input: { group } }),
  'audit.verify_all': () => ({ input: {}, noGroup: true }),
  'audit.verify_platform': () => ({ input: {}, noGroup: true }),
  bootstrap: (group) => ({
    input: { group: `${group}-second`, owner: `boss@${group}.test` },
    noGroup: true,
  }),
  'credential.create': (group) => ({ input: { group, kind: 'client', name: 'Entra' } }),
  'credential.list': (group) => ({ input: { group } }),
  'credential.revoke': (group) => ({
    given: [['credential create', { group, kind: 'client', name: 'Entra' }]],
    input: { group, credential: 'Entra' },
  }),
  'credential.rotate': (group) => ({
    given: [['credential create', { group, kind: 'client', name: 'Entra' }]],
    input: { group, credential: 'Entra' },
  }),
  'directory_group.create': (group) => ({ input: { group, name: 'Night shift' } }),
  'directory_group.list': (group) => ({ given: [crew(group)], input: { group } }),
  'directory_group.remove': (group) => ({ given: [crew(group)], input: { group, directoryGroup: 'Crew' } }),
  'directory_group.show': (group) => ({ given: [crew(group)], input: { group, directoryGroup: 'Crew' } }),
  'domain.claim': (group) => ({ input: { group, domain: `${group}.test` } }),
  'domain.list': (group) => ({ input: { group } }),
  'domain.remove': (group) => ({
    given: [['group domain add', { group, domain: `${group}.test` }]],
    input: { group, domain: `${group}.test` },
  }),
  'domain.verify': (group) => ({
    given: [['group domain add', { group, domain: `${group}.test` }]],
    input: { group, domain: `${group}.test` },
  }),
  'domain.vouch': (group) => ({ input: { group, domain: `${group}.test` } }),
  'first_run.code': () => ({ input: {}, answer: 'first_run_over', noGroup: true }),
  'first_run.finish': (group) => ({
    input: { code: 'x', group: `${group}-2`, email: `first@${group}.test`, password: 'four words that fit' },
    answer: 'first_run_over',
    noGroup: true,
  }),
  'group.create': (group) => ({ input: { slug: `${group}-second` }, noGroup: true }),
  'group.endings': (group) => ({ input: { group } }),
  'group.list': () => ({ input: {}, noGroup: true }),
  'group.move': (group) => ({
    given: [['group create', { path: `${group}/movable` }]],
    input: { group: `${group}/movable`, to: group },
  }),
  'group.rename': (group) => ({ input: { group, slug: `${group}-renamed` } }),
  'group.review': () => ({ input: {}, noGroup: true }),
  'group.show': (group) => ({ input: { group } }),
  'group.summary': (group) => ({ input: { group } }),
  'group.tree': (group) => ({ input: { group } }),
  'endings.list': () => ({ input: {}, noGroup: true }),
  'secrets.renew': () => ({ input: {}, noGroup: true }),
  'secrets.status': () => ({ input: {}, noGroup: true }),
  'health.show': () => ({ input: {}, noGroup: true }),
  'guide.show': (group) => ({ input: { group, provider: 'okta' } }),
  'identity.link': (group) => ({
    prepare: held,
    input: { group, identity: `member@${group}.test`, account: `member@${group}.test` },
  }),
  'identity.list': (group) => ({ input: { group, held: true } }),
  'identity.show': (group) => ({ prepare: pushed, input: { group, identity: `pushed@${group}.test` } }),
  'integration.attention': (group) => ({ input: { group } }),
  'integration.change': (group) => ({ input: { group, disable: true } }),
  'integration.create': (group) => ({ input: { group, name: 'Second' } }),
  'integration.discard': (group) => ({ prepare: paused, input: { group } }),
  'integration.dismiss': (group) => ({ prepare: held, input: { group, user: `member@${group}.test` } }),
  'integration.go_live': (group) => ({
    given: [['integration preview', { group }]],
    prepare: pushed,
    input: { group },
  }),
  'integration.invite_to_link': (group) => ({
    prepare: held,
    input: { group, user: `member@${group}.test` },
  }),
  'integration.list': (group) => ({ input: { group } }),
  'integration.plan': (group) => ({ prepare: pushed, input: { group } }),
  'integration.preview': (group) => ({ input: { group } }),
  'integration.compare': (group) => ({ input: { group, listFile: 'ann@there.test' } }),
  'integration.follow_list': (group) => {
    const input = { group, listFile: `owner@${group}.test` };
    return {
      prepare: pushed,
      input: { ...input, plan: 'shown' },
      own: (services) => planOf(services, input),
    };
  },
  'integration.reconcile': (group) => ({ given: linkedCrew(group), input: { group } }),
  'integration.reconcile_plan': (group) => ({ given: linkedCrew(group), input: { group } }),
  'integration.remove': (group) => ({ input: { group, members: 'keep' } }),
  'integration.resume': (group) => ({ prepare: paused, input: { group } }),
  'integration.show': (group) => ({ input: { group } }),
  'invitation.list': (group) => ({ input: { group } }),
  'invitation.resend': (group) => ({ given: [invited(group)], input: { group, invitation: fresh(group) } }),
  'invitation.withdraw': (group) => ({ given: [invited(group)], input: { group, invitation: fresh(group) } }),
  'link.add': (group) => ({ given: [crew(group)], input: { ...crewLink(group), role: 'guest' } }),
  'link.change': (group) => ({ given: linkedCrew(group), input: { ...crewLink(group), role: 'reporter' } }),
  'link.list': (group) => ({ given: linkedCrew(group), input: { group } }),
  'link.plan': (group) => ({ given: [crew(group)], input: { ...crewLink(group), role: 'developer' } }),
  'link.remove': (group) => ({ given: linkedCrew(group), input: crewLink(group) }),
  'logout.remove': (group) => ({ given: [told(group)], input: { group } }),
  'logout.set': (group) => ({ input: told(group)[1] }),
  'logout.show': (group) => ({ given: [told(group)], input: { group } }),
  'logout.token': (group) => ({ given: [told(group)], input: { group } }),
  'log.days': (group) => ({ input: { group } }),
  'log.list': (group) => ({ input: { group } }),
  'log.replay': (group) => ({ prepare: logged, input: { group, request: LOGGED } }),
  'log.show': (group) => ({ prepare: logged, input: { group, request: LOGGED } }),
  'member.access': (group) => ({ input: { group, account: `member@${group}.test` } }),
  'member.add': (group) => ({ input: { group, account: `member@${group}.test`, role: 'guest' } }),
  'member.changes': (group) => ({ input: { group } }),
  'member.convert': (group) => ({ input: { group, account: `member@${group}.test`, to: 'manual' } }),
  'member.invite': (group) => ({ input: { group, who: fresh(group), role: 'guest' } }),
  'member.list': (group) => ({ input: { group } }),
  'member.origins': (group) => ({ input: { group } }),
  'member.remove': (group) => ({ input: { group, account: `member@${group}.test` } }),
  'member.show': (group) => ({ input: { group, account: `member@${group}.test` } }),
  'member.why': (group) => ({ input: { group, account: `member@${group}.test` } }),
  'operator.add': (group) => ({ input: { account: `member@${group}.test` }, noGroup: true }),
  'operator.list': () => ({ input: {}, noGroup: true }),
  'operator.remove': (group) => ({
    given: [['operator add', { account: `member@${group}.test` }]],
    input: { account: `member@${group}.test` },
    noGroup: true,
  }),
  'profile.change': () => ({ input: { name: 'Another Name' }, noGroup: true }),
  'profile.invitation.accept': () => ({ input: {}, own: invitationFor, noGroup: true }),
  'profile.leave': () => ({ input: {}, own: joinedGroup, noGroup: true }),
  'profile.link.accept': () => ({ input: {}, own: linkInvitationFor, noGroup: true }),
  'profile.saml.link': (group) => ({
    given: signOn(group),
    input: {},
    own: acceptedFor,
    noGroup: true,
  }),
  'profile.saml.unlink': (group) => ({
    given: signOn(group),
    input: {},
    own: identityFor,
    noGroup: true,
  }),
  'profile.search': () => ({ input: { text: 'a' }, noGroup: true }),
  'profile.session.end': () => ({ input: { session: 'other' }, noGroup: true }),
  'profile.session.end_others': () => ({ input: { keep: 'this' }, noGroup: true }),
  'profile.show': () => ({ input: {}, noGroup: true }),
  'profile.token.create': () => ({
    prepare: withoutPasswords,
    input: { name: 'work', days: 30 },
    noGroup: true,
  }),
  'profile.token.list': () => ({ input: {}, noGroup: true }),
  'profile.token.revoke': () => ({ input: { token: 'work' }, noGroup: true }),
  'profile.why': () => ({ input: {}, own: joinedGroup, noGroup: true }),
  'role_attribute.list': (group) => ({ input: { group } }),
  'role_attribute.remove': (group) => ({
    given: [['integration role-attribute set', { group, attribute: 'roles' }]],
    input: { group, attribute: 'roles' },
  }),
  'role_attribute.set': (group) => ({ input: { group, attribute: 'roles', value: ['admin=maintainer'] } }),
  'saml.certificate.add': (group) => ({
    given: signOn(group),
    input: { group, certificateFile: other.certificate },
  }),
  'saml.certificate.approve': (group) => ({ given: retiring(group), input: { group } }),
  'saml.certificate.remove': (group) => ({
    given: twoCertificates(group),
    input: { group, certificate: sha256Of(certificate) },
  }),
  'saml.enforce': (group) => ({ input: { group, mode: 'off' } }),
  'saml.keys.rotate': (group) => ({ given: signOn(group), input: { group } }),
  'saml.metadata': (group) => ({ input: { group } }),
  'saml.preview': (group) => ({ input: { group, metadataUrl } }),
  'saml.recover': (group) => ({ given: signOn(group), input: { group }, own: codeFor }),
  'saml.recovery_codes': (group) => ({ given: signOn(group), input: { group } }),
  'saml.refresh': (group) => ({ given: signOn(group), input: { group } }),
  'saml.set': (group) => ({ input: { group, metadataUrl } }),
  'saml.show': (group) => ({ given: signOn(group), input: { group } }),
  'saml.test': (group) => ({ given: signOn(group), input: { group } }),
  'saml.test_report': (group) => ({ given: signOn(group), input: { group }, own: reportFor }),
  'seats.remove': (group) => ({ given: [['seats set', { group, seats: 9 }]], input: { group } }),
  'seats.set': (group) => ({ input: { group, seats: 9 } }),
  'seats.show': (group) => ({ given: [['seats set', { group, seats: 9 }]], input: { group } }),
  'service_account.create': (group) => ({ input: { group, name: 'Deploy' } }),
  'service_account.list': (group) => ({ input: { group } }),
  'service_account.remove': (group) => ({
    given: [['service-account create', { group, name: 'Deploy' }]],
    input: { group, serviceAccount: 'Deploy' },
  }),
  'service_account.token.create': (group) => ({
    given: [['service-account create', { group, name: 'Deploy' }]],
    input: { group, serviceAccount: 'Deploy', name: 'first', scope: ['read'] },
  }),
  'service_account.token.revoke': (group) => ({
    given: [
      ['service-account create', { group, name: 'Deploy' }],
      ['service-account token create', { group, serviceAccount: 'Deploy', name: 'first', scope: ['read'] }],
    ],
    input: { group, serviceAccount: 'Deploy', token: 'first' },
  }),
  'setup_link.create': (group) => ({ input: { group, name: 'Dana' } }),
  'setup_link.generate': () => ({ input: { kind: 'token' }, noGroup: true }),
  'setup_link.list': (group) => ({ input: { group } }),
  'setup_link.revoke': (group) => ({
    given: [['setup-link create', { group, name: 'Dana' }]],
    input: { group, link: 'Dana' },
  }),
  'setup_link.show': () => ({ input: {}, noGroup: true }),
  'setup_link.sign_on': () => ({ input: { metadataUrl }, noGroup: true }),
  'subgroup.create': (group) => ({ input: { group, slug: 'dev' } }),
  'token.create': (group) => ({ input: { group, name: 'Second' } }),
  'token.list': (group) => ({ input: { group } }),
  'token.revoke': (group) => ({ input: { group, token: 'first token' } }),
  'event_key.list': () => ({ input: {}, noGroup: true }),
  'event_key.rotate': () => ({ input: { urgent: true }, noGroup: true }),
  'stream.change': (group) => ({ given: [flowing(group)], input: { ...flow(group), name: 'Others' } }),
  'stream.create': (group) => ({ input: { group, name: 'Signals', kind: 'poll' } }),
  'stream.deliveries': (group) => ({ prepare: streamed, input: flow(group) }),
  'stream.delivery': (group) => ({ prepare: streamed, input: { ...flow(group), delivery: setId(group) } }),
  'stream.list': (group) => ({ given: [flowing(group)], input: { group } }),
  'stream.pause': (group) => ({ given: [flowing(group)], input: flow(group) }),
  'stream.redeliver': (group) => ({ prepare: streamed, input: { ...flow(group), delivery: setId(group) } }),
  'stream.remove': (group) => ({ given: [flowing(group)], input: flow(group) }),
  'stream.resume': (group) => ({
    given: [flowing(group), ['stream pause', flow(group)]],
    input: flow(group),
  }),
  'stream.rotate': (group) => ({ given: [flowing(group, 'poll')], input: flow(group) }),
  'stream.show': (group) => ({ given: [flowing(group)], input: flow(group) }),
  'stream.test': (group) => ({ given: [flowing(group)], input: flow(group) }),
  'webhook.acknowledge': (group) => ({
    prepare: heard,
    input: { ...hook(group), delivery: hookEvent(group) },
  }),
  'webhook.change': (group) => ({ given: [hooked(group)], input: { ...hook(group), enabled: false } }),
  'webhook.create': (group) => ({ input: { group, url: 'https://hooks.test/' } }),
  'webhook.deliveries': (group) => ({ prepare: heard, input: hook(group) }),
  'webhook.delivery': (group) => ({ prepare: heard, input: { ...hook(group), delivery: hookEvent(group) } }),
  'webhook.list': (group) => ({ input: { group } }),
  'webhook.outstanding': (group) => ({ prepare: heard, input: { group } }),
  'webhook.redeliver': (group) => ({ prepare: heard, input: { ...hook(group), delivery: hookEvent(group) } }),
  'webhook.remove': (group) => ({ given: [hooked(group)], input: hook(group) }),
  'webhook.rotate': (group) => ({ given: [hooked(group)], input: hook(group) }),
  'webhook.show': (group) => ({ given: [hooked(group)], input: hook(group) }),
  'webhook.test': (group) => ({ given: [hooked(group)], input: hook(group) }),
  'work.list': (group) => ({ input: { group } }),
  'work.show': (group) => ({ prepare: begunWork, input: { group, work: `work of ${group}` } }),
  'token.rotate': (group) => ({ input: { group, token: 'first token' } }),
};

/** The service with an outside world of its own: an identity provider that has metadata, and an empty DNS. */
export function offline(app: Rollcall): Rollcall {
  const text = idpMetadata({ certificates: [certificate] });
  return {
    ...app,
    services: {
      ...app.services,
      lookUpTxt: async () => ({ kind: 'none' }),
      outbound: { allowPrivate: false, get: async () => ({ status: 200, text }) },
    },
  };
}
