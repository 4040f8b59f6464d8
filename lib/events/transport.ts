import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import type { SendMail } from './deliver.ts';

interface MailSettings {
  readonly smtpUrl?: string | undefined;
  readonly mailFrom: string;
  readonly dataDir: string;
}

/**
 * Sends mails through SMTP. Where no server is configured they go into `mails.log` of the data directory, whole and for
 * its owner only: their links let somebody in, so they do not belong into the service's log.
 */
export function mailTransport({ smtpUrl, mailFrom, dataDir }: MailSettings, logger: Logger): SendMail {
  if (smtpUrl === undefined) {
    const file = join(dataDir, 'mails.log');
    return async (to, { subject, body }) => {
      await appendFile(file, `To: ${to}\nSubject: ${subject}\n\n${body}\n\n`, { mode: 0o600 });
      logger.info({ mail: { to, subject }, file }, 'mail (no SMTP_URL is set)');
    };
  }
  const transport = createTransport(smtpUrl);
  return async (to, { subject, body }) => {
    await transport.sendMail({ from: mailFrom, to, subject, text: body });
  };
}
