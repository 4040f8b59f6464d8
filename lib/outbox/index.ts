export { deliverMails, type Outcomes } from './mail/deliver.ts';
export { type Letter, mails, queueMail } from './mail/mails.ts';
export { assertMailServer, mailTransport } from './mail/transport.ts';
