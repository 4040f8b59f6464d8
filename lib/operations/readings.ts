import { limits } from '../../config/limits.ts';
import { seatLimits } from '../groups/index.ts';
import { endingSoon, integrations } from '../integrations/index.ts';
import { isLate } from '../jobs/index.ts';
import { DAY, hasPassed } from '../kernel/index.ts';
import type { Reading } from '../observe/index.ts';
import { breakGlassWarnings } from '../provisioning/index.ts';
import { oldestDue } from '../webhooks/index.ts';
import { queuesOf } from './queues.ts';
import type { Services } from './services.ts';

/** Gives what Prometheus asks for besides requests and calls of the store: queues, jobs, and credentials that end. */
export function readingsOf(services: Services): () => Promise<readonly Reading[]> {
  const endings = credentialsThatEnd(services);
  return async () => [
    ...(await queueReadings(services)),
    ...(await seatReadings(services)),
    await breakGlassReading(services),
    ...vitalReadings(services),
    await endings(),
  ];
}

async function queueReadings(services: Services): Promise<Reading[]> {
  const { logBook, store } = services;
  const { mails, unsealed, work, webhooks: owed } = await queuesOf(store);
  const now = store.now();
  return [
    one('rollcall_mails_waiting', 'Mails that wait to be sent.', mails.waiting),
    one('rollcall_mails_lag_seconds', 'Age of the oldest waiting mail.', age(mails.oldest?.createdAt, now)),
    one('rollcall_audit_lag_seconds', 'Age of the oldest unsealed audit entry.', age(unsealed?.at, now)),
    one('rollcall_log_entries_waiting', 'Log entries that wait to be written.', logBook.waiting),
    one('rollcall_log_entries_dropped', 'Log entries lost since the start.', logBook.dropped),
    one('rollcall_work_open', 'Long work in progress.', work.open),
    one('rollcall_work_failed', 'Long work whose last step failed.', work.failed),
    one(
      'rollcall_webhook_lag_seconds',
      'Age of the oldest event that is due.',
      age(await oldestDue(store), now),
    ),
    one('rollcall_webhook_outstanding', 'Leavers whom the product has not settled.', owed.outstanding),
    one('rollcall_webhook_overdue', 'Leavers whom the product has not settled in time.', owed.overdue),
  ];
}

async function seatReadings({ store }: Services): Promise<Reading[]> {
  const { items } = await store.sweep(seatLimits, { index: 'state', limit: limits.maxPageSize });
  const exceeded = items.filter(({ state }) => state === 'exceeded').length;
  return [
    one('rollcall_seats_used_up', 'Top-level groups without a free seat.', items.length),
    one('rollcall_seats_exceeded', 'Top-level groups with more members than seats.', exceeded),
  ];
}

async function breakGlassReading({ store }: Services): Promise<Reading> {
  const { items } = await store.sweep(breakGlassWarnings, { index: 'since', limit: limits.maxPageSize });
  return one(
    'rollcall_break_glass_missing',
    'Top-level groups with too few break-glass owners.',
    items.length,
  );
}

function vitalReadings({ vitals, runtime }: Services): Reading[] {
  if (!vitals) return [];
  const jobs = vitals.jobs();
  const { version, store, startedAt } = vitals;
  return [
    { name: 'rollcall_info', help: 'The service.', values: [{ labels: { version, store }, value: 1 }] },
    one('rollcall_started_timestamp_seconds', 'When the process started.', startedAt / 1_000),
    {
      name: 'rollcall_job_late',
      help: '1 while a job has not succeeded for more than three turns.',
      values: jobs.map((job) => ({ labels: { job: job.name }, value: Number(isLate(job, runtime.now())) })),
    },
    {
      name: 'rollcall_job_last_success_timestamp_seconds',
      help: 'When a job last succeeded.',
      values: jobs.map(({ name, since }) => ({ labels: { job: name }, value: since / 1_000 })),
    },
  ];
}

/** Looks at every integration, so it looks seldom. */
function credentialsThatEnd({ store }: Services): () => Promise<Reading> {
  const days = [1, 7, 30];
  let at = Number.NEGATIVE_INFINITY;
  let ends: readonly number[] = [];
  return async () => {
    const now = store.now();
    if (hasPassed(at, limits.endingLookMs, now)) {
      at = now;
      const found: number[] = [];
      for await (const integration of store.scan(integrations))
        found.push(...endingSoon(integration, now).map(({ credential }) => credential.expiresAt));
      ends = found;
    }
    return {
      name: 'rollcall_credentials_ending',
      help: 'Live credentials without a successor that end within so many days.',
      values: days.map((within) => ({
        labels: { days: String(within) },
        value: ends.filter((end) => end > now && end - now <= within * DAY).length,
      })),
    };
  };
}

function one(name: string, help: string, value: number): Reading {
  return { name, help, values: [{ value }] };
}

/** In seconds. */
function age(since: number | undefined, now: number): number {
  return since === undefined ? 0 : Math.max(0, (now - since) / 1_000);
}
