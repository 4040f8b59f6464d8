import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Transporter } from 'nodemailer';
import type { Logger } from 'pino';
import type { SendMail } from './deliver.ts';

interface MailSettings {
  readonly smtpUrl?: string | undefined;
  readonly mailFrom: string;
  readonly dataDir: string;
}

/**
 * Sends mails through SMTP, and logs mails that the server refuses. Without a server it appends them to `mails.log` in
 * the data directory, readable by its owner only: their links sign people in, so they must not be in the log.
 */
export function mailTransport({ smtpUrl, mailFrom, dataDir }: MailSettings, logger: Logger): SendMail {
  if (smtpUrl === undefined) {
    const file = join(dataDir, 'mails.log');
    const append = appender(file);
    return async (to, { subject, body }) => {
      await append(`To: ${to}\nSubject: ${subject}\n\n${body}\n\n`);
      logger.info({ mail: { to, subject }, file }, 'mail (SMTP_URL is not set)');
    };
  }
  let transport: Transporter | undefined;
  return async (to, { subject, body }) => {
    try {
      transport ??= (await import('nodemailer')).createTransport(smtpUrl);
      await transport.sendMail({ from: mailFrom, to, subject, text: body });
    } catch (error) {
      logger.warn({ err: error, mail: { to, subject } }, 'the mail server refused a mail');
      throw error;
    }
  };
}

/** Connects to the mail server, signs in where the URL has a user, and sends nothing. Throws the server's error. */
export async function assertMailServer(smtpUrl: string, ms: number): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: ms,
    greetingTimeout: ms,
    socketTimeout: ms,
    forceAuth: smtpUrl.includes('@'),
  });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** Appends to a file that only its owner may read. Texts that arrive together are written together. */
function appender(file: string): (text: string) => Promise<void> {
  let texts = '';
  let written: Promise<void> | undefined;
  return (text) => {
    texts += text;
    written ??= Promise.resolve().then(() => {
      const all = texts;
      [texts, written] = ['', undefined];
      return appendFile(file, all, { mode: 0o600 });
    });
    return written;
  };
}
