import { expect } from 'chai';
import { boot, type Rollcall, user } from '../helper.ts';
import { operate, type Plain, refusal } from './operator.ts';

describe('a refused command', () => {
  let app: Rollcall;

  before(async () => {
    app = await boot();
    const tenant = await app.bootstrap('acme');
    await app.bootstrap('other');
    const run = (name: string, args: Plain) => operate(app.services, name, args);
    await run('group create', { path: 'acme/dev' });
    await run('group create', { path: 'acme/api', project: true });
    await run('group domain add', { group: 'other', domain: 'other.test', verified: true });
    await run('account create', { email: 'ann@example.test', username: 'ann' });
    await run('integration create', { group: 'other', name: 'second' });
    const gone = await tenant.scim('POST', '/Users', user('gone@acme.test'));
    await tenant.scim('PATCH', `/Users/${String(gone.body.id)}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', value: { active: false } }],
    });
    await tenant.scim('POST', '/Users', user('here@acme.test'));
  });
  after(() => app.close());

  const cases: [what: string, name: string, args: Plain, code: string, message: RegExp][] = [
    ['a group twice', 'bootstrap', { group: 'ACME', owner: 'x@y.test' }, 'path_taken', /acme is taken/i],
    [
      'an owner who is not an address',
      'bootstrap',
      { group: 'new', owner: 'ada' },
      'invalid_arguments',
      /ada is not an e-mail/,
    ],
    ['an unknown group', 'group show', { group: 'nowhere' }, 'not_found', /no group nowhere/],
    ['a group below nothing', 'group create', { path: 'nowhere/dev' }, 'not_found', /no group nowhere/],
    [
      'a group below a project',
      'group create',
      { path: 'acme/api/x' },
      'parent_is_project',
      /cannot contain other groups/,
    ],
    [
      'a subgroup’s tokens',
      'token list',
      { group: 'acme/dev' },
      'not_top_level_group',
      /not a top-level group. Name acme/,
    ],
    [
      'a domain of another group',
      'group domain add',
      { group: 'acme', domain: 'other.test', verified: true },
      'domain_taken',
      /another group/,
    ],
    [
      'a domain that is none',
      'group domain add',
      { group: 'acme', domain: 'a b' },
      'invalid_arguments',
      /not an e-mail domain/,
    ],
    [
      'a public suffix',
      'group domain add',
      { group: 'acme', domain: 'co.uk' },
      'public_suffix',
      /public suffix/,
    ],
    [
      'a domain of free mail',
      'group domain add',
      { group: 'acme', domain: 'GMail.com' },
      'free_mail_domain',
      /gmail.com gives addresses to everybody/,
    ],
    [
      'to verify what is not claimed',
      'group domain verify',
      { group: 'acme', domain: 'acme.test' },
      'domain_not_claimed',
      /not claimed acme.test/,
    ],
    [
      'to take a domain of another',
      'group domain remove',
      { group: 'acme', domain: 'other.test' },
      'not_found',
      /has no domain/,
    ],
    [
      'an account of nothing',
      'account create',
      { name: 'Ann' },
      'invalid_arguments',
      /an e-mail or a username/,
    ],
    ['a taken e-mail', 'account create', { email: 'ANN@example.test' }, 'email_exists', /already belongs/],
    [
      'a taken username',
      'account create',
      { username: 'Ann' },
      'account_username_taken',
      /username Ann is taken/,
    ],
    ['a reserved username', 'account create', { username: 'admin' }, 'invalid_arguments', /reserved/],
    [
      'a taken username at renaming',
      'account rename',
      { account: 'gone', username: 'ann' },
      'account_username_taken',
      /taken/,
    ],
    [
      'a taken e-mail at adding',
      'account email add',
      { account: 'gone', email: 'ann@example.test' },
      'email_exists',
      /already belongs/,
    ],
    [
      'an e-mail of somebody else at removing',
      'account email remove',
      { account: 'gone', email: 'ann@example.test' },
      'not_found',
      /does not have the e-mail ann@example\.test/,
    ],
    [
      'a link without a provider',
      'account saml-link',
      { group: 'acme', nameId: 'x', account: 'ann' },
      'no_provider',
      /no SAML provider/,
    ],
    [
      'to revoke a personal token that does not exist',
      'account token revoke',
      { account: 'ann', token: 'none' },
      'not_found',
      /ann has no live token none/,
    ],
    [
      'a name of another integration in another case',
      'integration create',
      { group: 'other', name: ' SECOND ' },
      'integration_name_taken',
      /already has an integration named second \(upper and lower case are the same\)/,
    ],
    [
      'such a name at changing',
      'integration change',
      { group: 'other', integration: 'second', name: 'scim' },
      'integration_name_taken',
      /already has an integration named SCIM/,
    ],
    [
      'a deprovisioned person',
      'member add',
      { group: 'acme/dev', account: 'gone', role: 'guest' },
      'deprovisioned',
      /acme reports this person as inactive since .*\. Activate the user there/,
    ],
    [
      'an unknown role',
      'member add',
      { group: 'acme', account: 'ann', role: 'king' },
      'invalid_arguments',
      /role/,
    ],
    [
      'to demote the last owner',
      'member add',
      { group: 'acme', account: 'owner@acme.test', role: 'guest' },
      'last_owner',
      /last owner/,
    ],
    [
      'to remove the last owner',
      'member remove',
      { group: 'acme', account: 'owner@acme.test' },
      'last_owner',
      /last owner/,
    ],
    [
      'to remove an account that is not a member',
      'member remove',
      { group: 'acme', account: 'ann' },
      'not_a_member',
      /not a member/,
    ],
    [
      'to remove who came by SCIM',
      'member remove',
      { group: 'acme', account: 'here' },
      'membership_not_by_hand',
      /by scim, not by hand/,
    ],
    [
      'an unclear integration',
      'token create',
      { group: 'other', name: 't' },
      'ambiguous_integration',
      /several integrations\. Choose one with --integration: SCIM, second$/,
    ],
    [
      'an unknown integration',
      'token list',
      { group: 'acme', integration: 'x' },
      'not_found',
      /no integration x/,
    ],
    [
      'a taken integration name',
      'integration change',
      { group: 'other', integration: 'second', name: 'SCIM' },
      'integration_name_taken',
      /named SCIM/,
    ],
    ['to change nothing', 'integration change', { group: 'acme' }, 'invalid_arguments', /say what to change/],
    [
      'on and off',
      'integration change',
      { group: 'acme', enable: true, disable: true },
      'invalid_arguments',
      /either/,
    ],
    [
      'to resume an integration that is not paused',
      'integration resume',
      { group: 'acme' },
      'not_paused',
      /SCIM is not paused/,
    ],
    ['to discard nothing', 'integration discard', { group: 'acme' }, 'not_paused', /SCIM is not paused/],
    [
      'an unclear pause',
      'integration resume',
      { group: 'other' },
      'ambiguous_integration',
      /several integrations/,
    ],
    [
      'a mass removal limit of no people',
      'integration change',
      { group: 'acme', removalPeople: 0 },
      'invalid_arguments',
      /--removal-people: must be at least 1/,
    ],
    [
      'more than all',
      'integration change',
      { group: 'acme', removalPercent: 101 },
      'invalid_arguments',
      /--removal-percent: must be at most 100/,
    ],
    [
      'a window without end',
      'integration change',
      { group: 'acme', removalWindowMinutes: 1_441 },
      'invalid_arguments',
      /--removal-window-minutes: must be at most 1440/,
    ],
    [
      'owner as default role',
      'integration change',
      { group: 'acme', defaultRole: 'owner' },
      'invalid_arguments',
      /--default-role: must be one of guest, reporter, developer, maintainer/,
    ],
    [
      'a range that is none',
      'token create',
      { group: 'acme', name: 't', cidr: ['x'] },
      'invalid_arguments',
      /--cidr: x is not an address range/,
    ],
    [
      'a token for ever',
      'token create',
      { group: 'acme', name: 't', days: 366 },
      'invalid_arguments',
      /--days: must be at most 365/,
    ],
    [
      'a long overlap',
      'token rotate',
      { group: 'acme', token: 'first token', overlap: 73 },
      'invalid_arguments',
      /--overlap: must be at most 72/,
    ],
    ['an unknown token', 'token revoke', { group: 'acme', token: 'x' }, 'not_found', /no token x/],
    [
      'an identity that is linked',
      'identity link',
      { group: 'acme', identity: 'here@acme.test', account: 'ann' },
      'identity_linked',
      /linked to an account already/,
    ],
    ['an unknown identity', 'identity show', { group: 'acme', identity: 'x' }, 'not_found', /no identity x/],
    ['no chain', 'audit list', {}, 'invalid_arguments', /name a group/],
    ['two chains', 'audit list', { group: 'acme', platform: true }, 'invalid_arguments', /either/],
  ];
  for (const [what, name, args, code, message] of cases)
    it(`${what}: ${name}`, async () => {
      const refused = await refusal(app.services, name, args);
      expect(refused.message).to.match(message);
      expect(refused.code).to.equal(code);
    });
});
