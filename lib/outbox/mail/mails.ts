import type { Unit } from '../../audit/index.ts';
import type { Collection, Doc } from '../../store/index.ts';

/** What mails there are, and what each needs to know. */
export type Letter =
  | {
      readonly template: 'welcome';
      readonly group: string;
      readonly username: string;
      /** Of the link that sets a first password; absent for who signs in by SAML. */
      readonly nonce?: string;
    }
  | { readonly template: 'added_to_group'; readonly group: string }
  | {
      readonly template: 'link_your_account';
      readonly group: string;
      /** The group has no SAML identity that could be linked. */
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
      /** Of the TXT record that has to be there. */
      readonly name: string;
      readonly value: string;
      /** Until when, for one that has not lapsed. */
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
  | { readonly template: 'confirm_email' | 'set_password'; readonly username: string; readonly nonce: string }
  | { readonly template: 'email_taken' }
  | { readonly template: 'account_changed'; readonly username: string; readonly change: string };

/** A mail that waits to be sent. */
export interface Mail extends Doc {
  readonly to: string;
  readonly letter: Letter;
  readonly createdAt: number;
  /** Failed deliveries so far. */
  readonly failures: number;
  /** When to try next: milliseconds since the epoch, as the index needs it. */
  readonly dueAt: number;
}

export const mails: Collection<Mail> = {
  name: 'mails',
  scope: 'platform',
  unique: {},
  indexes: { due: { fields: ['dueAt'], global: true } },
};

/** Queues a mail in the transaction of the change that it tells about. */
export function queueMail(unit: Unit, to: string, letter: Letter): void {
  const now = unit.now();
  unit.insert(mails, { id: unit.id(), to, letter, createdAt: now, failures: 0, dueAt: now });
}
