import { limits } from '../../../config/limits.ts';
import type { Unit, UnitStore } from '../../audit/index.ts';
import { batches, farthest, PLATFORM } from '../../store/index.ts';
import { type Text, textOf } from './letters.ts';
import { delayOf, type Letter, type Mail, mails, memberOf, type OfMember } from './mails.ts';

export type SendMail = (to: string, text: Text) => Promise<void>;

const MINUTE = 60_000;

/** The outcome of each mail, by id and version, until the store has it. */
export type Outcomes = Map<string, Outcome>;

interface Outcome {
  readonly mail: Mail;
  readonly ok: boolean;
}

interface Parts {
  readonly store: UnitStore;
  readonly send: SendMail;
  readonly outcomes: Outcomes;
  /** Whether an account is still a member of a top-level group. */
  isMember(member: OfMember): Promise<boolean>;
}

/**
 * Sends the mails that are due, oldest first, and returns how many it sent. Retries a failed mail after 1, 2, 4 …
 * minutes, and gives up after `limits.mailAttempts`. Drops a mail about a membership that has ended. Does not resend a mail whose outcome could not be stored.
 */
export async function deliverMails(
  { store, send, outcomes, isMember }: Parts,
  publicUrl: string,
  secretOf: (nonce: string) => string,
): Promise<number> {
  await pullBack(store);
  let sent = 0;
  for await (const queued of batches(store, mails, { index: 'due', limit: limits.mailBatch })) {
    const due = queued.filter((mail) => mail.dueAt <= store.now());
    const untried = due.filter((mail) => !outcomes.has(versionOf(mail)));
    const found = await Promise.all(
      untried.map((mail) =>
        isSent(async () => {
          const member = memberOf(mail.letter);
          if (member === undefined || (await isMember(member)))
            await send(mail.to, textOf(mail.letter, publicUrl, secretOf));
        }),
      ),
    );
    for (const [at, mail] of untried.entries())
      outcomes.set(versionOf(mail), { mail, ok: found[at] === true });
    sent += found.filter((ok) => ok).length;
    await settle(store, outcomes);
    outcomes.clear();
    if (due.length < queued.length) break;
  }
  return sent;
}

async function settle(store: UnitStore, outcomes: Outcomes): Promise<void> {
  if (outcomes.size === 0) return;
  await store.transaction(async (unit) => {
    const tried = [...outcomes.values()];
    const found = await Promise.all(tried.map(({ mail }) => unit.get(mails, PLATFORM, mail.id)));
    for (const [at, { mail, ok }] of tried.entries()) if (found[at]?.v === mail.v) settleOne(unit, mail, ok);
  });
}

/** Makes a mail due now if a clock that was ahead queued or delayed it. */
async function pullBack(store: UnitStore): Promise<void> {
  const now = store.now();
  const isWrong = (mail: Mail) => mail.dueAt > now + waitAfter(mail.letter, mail.failures);
  const wrong = await farthest(store, mails, { index: 'due', limit: limits.mailBatch }, isWrong);
  if (wrong.length === 0) return;
  await store.transaction(async (unit) => {
    for (const mail of await unit.getMany(
      mails,
      PLATFORM,
      wrong.map(({ id }) => id),
    ))
      if (mail && isWrong(mail)) unit.update(mails, { ...mail, dueAt: now });
  });
}

function waitAfter(letter: Letter, failures: number): number {
  return failures === 0 ? delayOf(letter) : MINUTE * 2 ** (failures - 1);
}

function settleOne(unit: Unit, mail: Mail, ok: boolean): void {
  const failures = mail.failures + 1;
  if (ok || failures >= limits.mailAttempts) unit.remove(mails, mail);
  else unit.update(mails, { ...mail, failures, dueAt: unit.now() + waitAfter(mail.letter, failures) });
}

function versionOf({ id, v }: Mail): string {
  return `${id} ${v}`;
}

async function isSent(sending: () => Promise<void>): Promise<boolean> {
  try {
    await sending();
    return true;
  } catch {
    return false;
  }
}
