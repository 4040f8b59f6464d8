import { limits } from '../../config/limits.ts';
import type { Runtime } from '../runtime.ts';
import { batches } from '../store/every.ts';
import { PLATFORM, type Store, type Transaction } from '../store/port.ts';
import { type Text, textOf } from './letters.ts';
import { type Mail, mails } from './mails.ts';

export type SendMail = (to: string, text: Text) => Promise<void>;

const MINUTE = 60_000;

/**
 * Sends the mails that are due, oldest first, and says how many went out. One that fails is tried again after 1, 2,
 * 4 … minutes, and given up after `limits.mailAttempts`.
 */
export async function deliverMails(
  store: Store,
  runtime: Runtime,
  send: SendMail,
  publicUrl: string,
  secretOf: (nonce: string) => string,
): Promise<number> {
  let sent = 0;
  for await (const queued of batches(store, mails, { index: 'due', limit: limits.mailBatch })) {
    const due = queued.filter((mail) => mail.dueAt <= runtime.now());
    const outcomes = await Promise.all(
      due.map((mail) => isSent(() => send(mail.to, textOf(mail.letter, publicUrl, secretOf)))),
    );
    await settle(
      store,
      runtime,
      due.map((mail, at) => ({ id: mail.id, ok: outcomes[at] === true })),
    );
    sent += outcomes.filter((ok) => ok).length;
    if (due.length < queued.length) break;
  }
  return sent;
}

async function settle(
  store: Store,
  runtime: Runtime,
  tried: readonly { id: string; ok: boolean }[],
): Promise<void> {
  if (tried.length === 0) return;
  await store.transaction(async (tx) => {
    const found = await Promise.all(tried.map(({ id }) => tx.get(mails, PLATFORM, id)));
    found.forEach((mail, at) => {
      if (mail) settleOne(tx, runtime, mail, tried[at]?.ok === true);
    });
  });
}

function settleOne(tx: Transaction, runtime: Runtime, mail: Mail, ok: boolean): void {
  const failures = mail.failures + 1;
  if (ok || failures >= limits.mailAttempts) tx.remove(mails, mail);
  else tx.update(mails, { ...mail, failures, dueAt: runtime.now() + MINUTE * 2 ** (failures - 1) });
}

async function isSent(sending: () => Promise<void>): Promise<boolean> {
  try {
    await sending();
    return true;
  } catch {
    return false;
  }
}
