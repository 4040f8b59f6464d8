import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import { limits } from '../../config/limits.ts';
import { linkSecret } from '../accounts/index.ts';
import { sealTurn } from '../audit/index.ts';
import { checkDomains } from '../domains/index.ts';
import { isMember } from '../groups/index.ts';
import { warnOfEnd } from '../integrations/index.ts';
import { holdLease, type Job } from '../jobs/index.ts';
import { HOUR } from '../kernel/index.ts';
import { adoptFormerWork, completeSearch, type Services } from '../operations/index.ts';
import { deliverMails, mailTransport, type Outcomes } from '../outbox/index.ts';
import { watchBreakGlass } from '../provisioning/index.ts';
import { refreshDue, warnOfExpiry } from '../sign_on/index.ts';
import { type Post, rotateWhenDue } from '../webhooks/index.ts';

/** Takes over what former versions left, too: while the service is upgraded, some processes are of such a version. */
async function finishLongWork({ store, runner }: Services): Promise<void> {
  await adoptFormerWork(store);
  await runner.finishLeft(limits.workTurn);
}

interface JobParts {
  readonly services: Services;
  readonly config: Config;
  readonly logger: Logger;
  /** Holds the leases of this process. */
  readonly me: string;
  readonly post: Post;
}

/** The work of a process beside its requests. */
export function jobsOf({ services, config, logger, me, post }: JobParts): Job[] {
  const { store, runtime, secrets, courier, logBook, tokenUses, firsts } = services;
  const send = mailTransport(config, logger);
  const outcomes: Outcomes = new Map();
  /** Only one process at a time runs these. */
  const alone = (name: string, every: number, run: () => Promise<unknown>): Job => ({
    name,
    every,
    run: async () => {
      if (await holdLease({ store, logger }, name, me, every + limits.leaseMargin)) await run();
    },
  });
  return [
    { name: 'write the log', every: 1_000, run: () => logBook.flush() },
    { name: 'count members', every: 2_000, run: () => services.memberCounts.refresh() },
    { name: 'finish long work', every: 30_000, run: () => finishLongWork(services) },
    { name: 'note token uses', every: 5_000, run: () => tokenUses.flush() },
    { name: 'note first requests', every: 5_000, run: () => firsts.flush() },
    { name: 'deliver events', every: limits.webhookLookMs, run: () => courier.look(post) },
    alone('check e-mail domains', 30_000, () => checkDomains(services)),
    alone('refresh SAML metadata', 60_000, () =>
      refreshDue({ store, samlKey: secrets.samlKey, outbound: services.outbound }),
    ),
    alone('warn about credentials that expire', HOUR, () => warnOfEnd(store)),
    alone('warn about SAML certificates that expire', 60_000, () => warnOfExpiry(store)),
    alone('look after break-glass owners', HOUR, () => watchBreakGlass(store)),
    alone('rotate the key of security events', HOUR, () => rotateWhenDue(store, secrets.samlKey)),
    alone('complete the search', 30_000, () => completeSearch(store)),
    alone('remove expired documents', limits.purgeEvery, () => store.purge(runtime.now())),
    alone('seal the audit log', 2_000, () => sealTurn(store, secrets.auditKey)),
    alone('deliver mails', 5_000, () =>
      deliverMails(
        { store, send, outcomes, isMember: (member) => isMember(store, member) },
        config.publicUrl,
        (nonce) => linkSecret(secrets.tokenPepper, nonce),
      ),
    ),
  ];
}
