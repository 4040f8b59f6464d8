import { limits } from '../../../config/limits.ts';
import type { Unit } from '../../audit/index.ts';
import type { Collection, Doc } from '../../store/index.ts';

/** The membership that a mail is about. It is not sent if the membership has ended. */
export interface OfMember {
  readonly rootId: string;
  readonly accountId: string;
}

/** The kinds of mails, and the data of each. */
export type Letter =
  | {
      readonly template: 'welcome';
      readonly group: string;
      readonly username: string;
      /** For the link that sets a first password; absent for a person who signs in with SAML. */
      readonly nonce?: string;
      readonly member?: OfMember;
    }
  | { readonly template: 'added_to_group'; readonly group: string; readonly member?: OfMember }
  | {
      readonly template: 'link_your_account';
      readonly group: string;
      /** The group has no SAML identity that the person could link. */
      readonly withoutSaml?: true;
    }
  | {
      readonly template: 'removals_paused';
      readonly group: string;
      readonly integration: string;
      readonly reason: string;
    }
  | {
      readonly template: 'domain_failing' | 'domain_lapsed';
      readonly group: string;
      readonly domain: string;
      readonly problem: string;
      /** The name of the required TXT record. */
      readonly name: string;
      readonly value: string;
      /** The time when it lapses; absent when it has lapsed. */
      readonly until?: string;
    }
  | {
      readonly template: 'recovery_code_used';
      readonly group: string;
      readonly username: string;
      readonly ip: string;
      /** How many codes are left. */
      readonly left: number;
    }
  | { readonly template: 'saml_attention'; readonly group: string; readonly problems: readonly string[] }
  | {
      readonly template: 'logout_keys_unreachable';
      readonly group: string;
      readonly issuer: string;
      readonly problem: string;
    }
  | {
      readonly template: 'keys_unreachable';
      readonly group: string;
      readonly integration: string;
      readonly credential: string;
      readonly problem: string;
    }
  | {
      readonly template: 'credential_changed';
      /** What was changed; by default a credential. */
      readonly about?: 'credential' | 'setup_link';
      readonly group: string;
      readonly integration: string;
      /** What happened to which credential. It does not name the person who did it. */
      readonly change: string;
      /** The username of the owner, or the set-up link that was used. Absent for a change by the operator. */
      readonly by?: string;
      readonly link?: string;
    }
  | {
      readonly template: 'credential_ends';
      readonly group: string;
      readonly integration: string;
      readonly credential: string;
      readonly day: string;
    }
  | { readonly template: 'confirm_email' | 'set_password'; readonly username: string; readonly nonce: string }
  | {
      readonly template: 'invitation';
      readonly group: string;
      readonly role: string;
      /** The name of the owner who invites; absent for the operator. */
      readonly by?: string;
      readonly nonce: string;
    }
  | {
      readonly template: 'link_invitation';
      readonly group: string;
      /** The user that may be the reader. */
      readonly userName: string;
      /** As in `invitation`. */
      readonly by?: string;
      readonly nonce: string;
    }
  | {
      readonly template: 'webhook_disabled' | 'stream_disabled';
      /** The name of the webhook or stream. */
      readonly webhook: string;
      /** Where it delivers to. */
      readonly host: string;
      readonly problem: string;
    }
  | {
      readonly template: 'seats';
      readonly group: string;
      readonly seats: number;
      readonly used: number;
      readonly whenFull: 'refuse' | 'report';
    }
  | {
      readonly template: 'break_glass';
      readonly group: string;
      readonly owners: number;
      readonly wanted: number;
    }
  | { readonly template: 'email_taken' }
  | { readonly template: 'account_changed'; readonly username: string; readonly change: string };

/** A mail in the queue. */
export interface Mail extends Doc {
  readonly to: string;
  readonly letter: Letter;
  readonly createdAt: number;
  /** Failed deliveries so far. */
  readonly failures: number;
  /** The time of the next attempt, in milliseconds since the epoch for the index. */
  readonly dueAt: number;
}

export const mails: Collection<Mail> = {
  name: 'mails',
  scope: 'platform',
  unique: {},
  indexes: { due: { fields: ['dueAt'], global: true } },
  minted: true,
};

/** Queues a mail in the transaction of the change that it reports. */
export function queueMail(unit: Unit, to: string, letter: Letter): void {
  const now = unit.now();
  unit.insert(mails, {
    id: unit.id(),
    to,
    letter,
    createdAt: now,
    failures: 0,
    dueAt: now + delayOf(letter),
  });
}

/** How long a mail waits before it is sent: identity providers often take back what they have just given. */
export function delayOf(letter: Letter): number {
  return memberOf(letter) ? limits.memberMailDelay : 0;
}

/** The membership that a mail is about; undefined for mails about anything else. */
export function memberOf(letter: Letter): OfMember | undefined {
  return letter.template === 'welcome' || letter.template === 'added_to_group' ? letter.member : undefined;
}
