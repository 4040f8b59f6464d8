import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { auditEntries } from '../audit/index.ts';
import { isLate, type JobState, leases, works } from '../jobs/index.ts';
import { mails } from '../outbox/index.ts';
import { PLATFORM } from '../store/index.ts';
import { deliveries } from '../webhooks/index.ts';
import { query } from './operation.ts';
import { ofPlatform } from './targets.ts';
import { iso } from './views.ts';
import type { Vitals } from './vitals.ts';

export const healthShow = query({
  name: 'health.show',
  summary: 'Shows the health of the installation: service, jobs, queues, leases and suspicious settings.',
  target: ofPlatform,
  input: z.object({}),
  run: async (view, _actor, _input, { services: { store, vitals, logBook } }) => {
    const counted = { limit: limits.reviewCount };
    const [waiting, oldest, unsealed, work, owed, held] = await Promise.all([
      store.count(mails, PLATFORM, counted),
      store.sweep(mails, { index: 'due', limit: 1 }),
      store.sweep(auditEntries, { index: 'unsealed', limit: 1 }),
      store.sweep(works, { index: 'due', limit: limits.maxPageSize }),
      store.sweep(deliveries, { index: 'owed', limit: limits.webhookCounted }),
      view.list(leases, PLATFORM, { limit: limits.maxPageSize }),
    ]);
    const [mail] = oldest.items;
    const [entry] = unsealed.items;
    return {
      ...(vitals ? { service: serviceView(vitals, view.now()) } : {}),
      warnings: vitals?.warnings ?? [],
      queues: {
        mails: { waiting, ...(mail ? { oldest: iso(mail.createdAt), failures: mail.failures } : {}) },
        log: { waiting: logBook.waiting, dropped: logBook.dropped },
        audit: entry ? { oldestUnsealed: iso(entry.at) } : {},
        work: {
          open: work.items.length,
          failed: work.items.filter(({ failures }) => failures !== undefined).length,
        },
        webhooks: {
          outstanding: owed.items.length,
          overdue: owed.items.filter(({ deadlineAt = 0 }) => deadlineAt <= view.now()).length,
        },
      },
      leases: held.items.map(({ id, holder, until }) => ({ job: id, holder, until: iso(until) })),
    };
  },
});

function serviceView({ version, store, startedAt, jobs }: Vitals, now: number) {
  return {
    ...{ version, store, node: process.version, startedAt: iso(startedAt) },
    jobs: jobs().map((job) => jobView(job, now)),
  };
}

function jobView(job: JobState, now: number) {
  const { name, every, endedAt, problem } = job;
  return {
    ...{ name, every, late: isLate(job, now) },
    ...(endedAt === undefined ? {} : { lastRun: iso(endedAt) }),
    ...(problem === undefined ? {} : { problem }),
  };
}
