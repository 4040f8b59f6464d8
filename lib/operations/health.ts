import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { isLate, type JobState, leases } from '../jobs/index.ts';
import { PLATFORM } from '../store/index.ts';
import { dataFormat } from './data_format.ts';
import { query } from './operation.ts';
import { queuesOf } from './queues.ts';
import { ofPlatform } from './targets.ts';
import { iso } from './views.ts';
import type { Vitals } from './vitals.ts';

export const healthShow = query({
  name: 'health.show',
  summary: 'Shows the health of the installation: service, jobs, queues, leases and suspicious settings.',
  target: ofPlatform,
  input: z.object({}),
  run: async (view, _actor, _input, { services: { store, vitals, logBook, renewal } }) => {
    const [queues, held, format] = await Promise.all([
      queuesOf(store),
      view.list(leases, PLATFORM, { limit: limits.maxPageSize }),
      dataFormat(view),
    ]);
    const { waiting, oldest } = queues.mails;
    return {
      ...(vitals ? { service: serviceView(vitals, view.now()) } : {}),
      ...(format ? { data: { format: format.format, version: format.version } } : {}),
      warnings: vitals?.warnings ?? [],
      ...(renewal.seen === undefined ? {} : { renewed: renewal.seen }),
      queues: {
        mails: { waiting, ...(oldest ? { oldest: iso(oldest.createdAt), failures: oldest.failures } : {}) },
        log: { waiting: logBook.waiting, dropped: logBook.dropped },
        audit: queues.unsealed ? { oldestUnsealed: iso(queues.unsealed.at) } : {},
        work: queues.work,
        webhooks: queues.webhooks,
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
