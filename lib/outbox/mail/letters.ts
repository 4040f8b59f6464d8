import type { Letter } from './mails.ts';

export interface Text {
  readonly subject: string;
  readonly body: string;
}

/** The text of a mail. `secretOf` turns the nonce of a link into its secret. */
export function textOf(letter: Letter, publicUrl: string, secretOf: (nonce: string) => string): Text {
  switch (letter.template) {
    case 'welcome':
      return {
        subject: `Your account for ${letter.group}`,
        body:
          `${letter.group} has created an account for you. Your username is ${letter.username}.\n\n` +
          (letter.nonce === undefined
            ? `Sign in with your organisation's single sign-on: ${publicUrl}\n`
            : `Set your password within a week, which confirms this address too:\n\n` +
              `${publicUrl}/password/reset?token=${secretOf(letter.nonce)}\n\n` +
              `Then sign in: ${publicUrl}/sign-in\n`),
      };
    case 'added_to_group':
      return {
        subject: `You are now a member of ${letter.group}`,
        body: `Your organisation has added your account to ${letter.group}.\n\n${publicUrl}\n`,
      };
    case 'link_your_account':
      return {
        subject: `${letter.group} wants to add your account`,
        body:
          `${letter.group} wants to add you, and your account has the e-mail address that it sent.\n` +
          'An e-mail address alone does not link an account. If you belong to this group, ' +
          (letter.withoutSaml
            ? `confirm this address in your profile, ${publicUrl}/profile, and tell an owner of the group the ` +
              'username that stands there.\n'
            : `sign in and link its SAML identity in your profile: ${publicUrl}\n`) +
          'If you do not, ignore this mail.\n',
      };
    case 'removals_paused':
      return {
        subject: `${letter.integration} is paused: its requests take access from people of ${letter.group}`,
        body:
          `${letter.reason}\n\nThe integration ${letter.integration} of ${letter.group} changes nothing more until ` +
          'an owner decides. Open the page of the integration:\n\n' +
          '- to resume it, if these people should lose access: the removals continue;\n' +
          '- to discard the removals, if they are a mistake: the people get their access back, and the integration ' +
          `is disabled until you enable it.\n\n${publicUrl}\n`,
      };
    case 'domain_failing':
      return {
        subject: `The DNS record of ${letter.domain} is gone`,
        body:
          `${letter.group} has verified the e-mail domain ${letter.domain}, but now ${letter.problem}.\n\n` +
          `The domain is yours until ${letter.until ?? 'further checks'}. To keep it, put this TXT record back:\n\n` +
          `${letter.name}\n${letter.value}\n\n${publicUrl}\n`,
      };
    case 'domain_lapsed':
      return {
        subject: `${letter.domain} is no longer verified`,
        body:
          `${letter.group} does not have the e-mail domain ${letter.domain} any more: ${letter.problem}.\n\n` +
          'It has given up the accounts that it managed because of this domain; those that it made by provisioning, ' +
          'and all memberships, stay. To verify the domain again, put this TXT record back and verify it on ' +
          `the page “Domains”:\n\n${letter.name}\n${letter.value}\n\n${publicUrl}\n`,
      };
    case 'recovery_code_used':
      return {
        subject: `A recovery code of ${letter.group} was used`,
        body:
          `${letter.username}, an owner of ${letter.group}, has signed in with a recovery code instead of single ` +
          `sign-on, from the address ${letter.ip}. Codes that are left: ${letter.left}.\n\n` +
          'If no owner did this, generate new codes on the page “Single sign-on” at once, and ask ' +
          `${letter.username} to set a new password.\n\n${publicUrl}\n`,
      };
    case 'saml_attention':
      return {
        subject: `Single sign-on of ${letter.group} needs attention`,
        body: `${letter.problems.join('\n\n')}\n\n${publicUrl}\n`,
      };
    case 'keys_unreachable':
      return {
        subject: `The keys of the identity provider of ${letter.group} cannot be fetched`,
        body:
          `The integration ${letter.integration} of ${letter.group} trusts the assertions of the federation ` +
          `${letter.credential}, and Rollcall can no longer fetch its keys: ${letter.problem}.\n\n` +
          'The known keys work for a day after the last fetch. After that, Rollcall refuses the identity provider. ' +
          `Check the JWKS URL of the federation.\n\n${publicUrl}\n`,
      };
    case 'logout_keys_unreachable':
      return {
        subject: `The keys of the logout issuer of ${letter.group} cannot be fetched`,
        body:
          `${letter.group} signs people out when ${letter.issuer} says so, and Rollcall can no longer fetch its keys: ` +
          `${letter.problem}.\n\nThe known keys work for a day after the last fetch. After that, Rollcall refuses every ` +
          `message of this issuer. Check its JWKS URL.\n\n${publicUrl}\n`,
      };
    case 'credential_changed':
      return {
        subject:
          letter.about === 'setup_link'
            ? `A set-up link of ${letter.group} was created`
            : `A credential of ${letter.group} was changed`,
        body:
          `${whoChanged(letter)} ` +
          `${letter.change} of the integration ${letter.integration}. ${effectOf(letter)}\n\n${publicUrl}\n`,
      };
    case 'credential_ends':
      return {
        subject: `The credential ${letter.credential} of ${letter.group} ends on ${letter.day}`,
        body:
          `The identity provider of the integration ${letter.integration} of ${letter.group} uses the credential ` +
          `${letter.credential}. After ${letter.day} Rollcall refuses it, and changes of your people do not arrive.\n\n` +
          `Rotate it on the page of the integration, and enter the new one in the identity provider.\n\n${publicUrl}\n`,
      };
    case 'confirm_email':
      return {
        subject: 'Confirm your e-mail address',
        body:
          `The account ${letter.username} wants to use this address. If this is you, confirm it within a day:\n\n` +
          `${publicUrl}/profile/emails/confirm?token=${secretOf(letter.nonce)}\n\n` +
          'If it is not you, ignore this mail. The address is not added.\n',
      };
    case 'invitation':
      return {
        subject: `You are invited to ${letter.group}`,
        body:
          `${letter.by === undefined ? '' : `${letter.by} invites you. `}You can become ${letter.role} of ` +
          `${letter.group}. Read the invitation and accept it within a week:\n\n` +
          `${publicUrl}/invitation?token=${secretOf(letter.nonce)}\n\n` +
          'If you do not want this, ignore this mail. Nothing changes.\n',
      };
    case 'link_invitation':
      return {
        subject: `${letter.group} asks whether you belong to it`,
        body:
          `The identity provider of ${letter.group} sends a person ${letter.userName} with this e-mail address, and ` +
          'your account has the same address. An address alone does not link the two.' +
          `${letter.by === undefined ? '' : ` ${letter.by} asks you to say whether this is you.`}\n\n` +
          'If it is you, sign in and link your account within a week:\n\n' +
          `${publicUrl}/link?token=${secretOf(letter.nonce)}\n\n` +
          'If it is not you, ignore this mail. Nothing changes.\n',
      };
    case 'webhook_disabled':
    case 'stream_disabled': {
      const { template, webhook: name, host, problem } = letter;
      const [what, act] =
        template === 'webhook_disabled' ? ['webhook', 'enable the webhook'] : ['stream', 'resume the stream'];
      return {
        subject: `The ${what} ${name} is disabled`,
        body:
          `Rollcall no longer sends events to ${host}, where the ${what} ${name} delivers: ` +
          `${problem}.\n\nEvents from now on are not kept for it. Repair the receiver, ${act}, and ` +
          `compare its data with Rollcall's.\n\n${publicUrl}\n`,
      };
    }
    case 'seats':
      return {
        subject: `${letter.group} uses ${letter.used} of ${letter.seats} seats`,
        body:
          (letter.whenFull === 'refuse'
            ? 'Whoever joins now is refused: by provisioning, by single sign-on, by invitation and by hand. Members keep ' +
              'their access.\n\n'
            : 'Whoever joins is still let in, and counted.\n\n') +
          'To free a seat, deactivate a user in your identity provider, or remove a member. For more seats, ask the ' +
          `operator of this service.\n\n${publicUrl}\n`,
      };
    case 'break_glass':
      return {
        subject: `Owners of ${letter.group} who can act without its identity provider: ${letter.owners}`,
        body:
          `${letter.group} should have ${letter.wanted} owners who have a password here, were made owners by hand, and ` +
          'are not in its directory. When the identity provider fails, or removes the other owners, only they can ' +
          'repair the connection.\n\nThe overview of the group says why each other owner does not count. Invite ' +
          `somebody, or make a member an owner, on the page of its members.\n\n${publicUrl}\n`,
      };
    case 'email_taken':
      return {
        subject: 'Your e-mail address has an account already',
        body:
          'Somebody wanted to add this address to an account, but another account has it already. If this was you: ' +
          `sign in to that account with this address, and remove the address there first.\n\n${publicUrl}/sign-in\n\n` +
          'If it was not you, ignore this mail. Nothing was changed.\n',
      };
    case 'set_password':
      return {
        subject: 'Set your password',
        body:
          `Somebody asked for a new password for the account ${letter.username}. If it was you, set it within an ` +
          `hour:\n\n${publicUrl}/password/reset?token=${secretOf(letter.nonce)}\n\n` +
          'If it was not you, ignore this mail. Your password stays the same.\n',
      };
    case 'account_changed':
      return {
        subject: 'Your account was changed',
        body:
          `${letter.change} The account is ${letter.username}.\n\nIf this was not you, set a new password ` +
          `at once, which ends all sessions, and check your e-mail addresses:\n\n${publicUrl}/password/forgot\n`,
      };
  }
}

function whoChanged({ by, link, group }: Extract<Letter, { template: 'credential_changed' }>): string {
  if (link !== undefined) return `The holder of the set-up link ${link}`;
  return by === undefined ? 'The operator of this service' : `${by}, an owner of ${group},`;
}

function effectOf({ about, group }: Extract<Letter, { template: 'credential_changed' }>): string {
  const thing = about === 'setup_link' ? 'link' : 'credential';
  return (
    (about === 'setup_link'
      ? `Whoever has the link can generate one credential, with which an identity provider decides who belongs to ${group}.`
      : `With a credential an identity provider decides who belongs to ${group}.`) +
    `\n\nIf no owner intended this, revoke the ${thing} on the page of the integration.`
  );
}
