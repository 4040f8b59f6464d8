import { messageOf } from '../../../config/error.ts';
import { limits } from '../../../config/limits.ts';
import { assertMailServer } from '../../outbox/index.ts';
import type { Evidence } from '../types.ts';
import { asked, codeOf } from './asked.ts';

export async function askedMail(smtpUrl: string | undefined): Promise<Evidence['mail']> {
  if (smtpUrl === undefined) return undefined;
  return asked(async () => {
    await assertMailServer(smtpUrl, limits.doctorMs);
    return 'accepted' as const;
  }, problemOf);
}

function problemOf(error: unknown): string {
  if (codeOf(error) === 'EAUTH')
    return `The mail server does not take the user and password of SMTP_URL: ${messageOf(error)}. Correct them.`;
  if (codeOf(error) === 'ETLS')
    return `The mail server offers no sound TLS: ${messageOf(error)}. Correct its certificate, or the name in SMTP_URL.`;
  if (/SSL routines/.test(messageOf(error)))
    return 'The mail server does not begin with TLS at this port. Write smtp:// in SMTP_URL for port 587 or 25, and smtps:// for 465.';
  return `The mail server of SMTP_URL does not answer: ${messageOf(error)}. Correct host and port, or let the service through the firewall.`;
}
