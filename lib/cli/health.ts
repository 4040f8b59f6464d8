import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { fields, joined, plural, shortTime, table } from './terminal/layout.ts';

export type Health = Awaited<ReturnType<typeof operations.healthShow.perform>>;

export const health = commandOf(operations.healthShow, {
  name: 'health',
  example: 'health',
  text: ({ service, data, warnings, renewed, queues, leases }, paint) =>
    joined(
      service === undefined
        ? 'No service answers here; this is what the store says.'
        : fields(
            [
              ['version', `${service.version}, Node ${service.node}`],
              ['store', service.store],
              ['data', data && `format ${data.format}, written by ${data.version}`],
              ['started', shortTime(service.startedAt)],
            ],
            paint,
          ),
      ...warnings.map((warning) => paint('yellow', warning)),
      renewed === undefined ? undefined : `Secrets are renewed: ${renewed} documents and chains so far.`,
      service &&
        table(
          ['job', 'last run', 'state'],
          service.jobs.map(({ name, lastRun, late, problem }) => [
            ...[name, shortTime(lastRun)],
            problem ?? (late ? 'late' : 'ok'),
          ]),
          paint,
        ),
      fields(
        [
          ['mails', mailText(queues.mails)],
          [
            'log',
            `${plural(queues.log.waiting, 'entry', 'entries')} to write, ${queues.log.dropped} dropped`,
          ],
          ['audit', `oldest unsealed entry: ${shortTime(queues.audit.oldestUnsealed) || 'none'}`],
          ['long work', `${queues.work.open} open, ${queues.work.failed} failed`],
          [
            'webhooks',
            `${queues.webhooks.outstanding} events not acted on, ${queues.webhooks.overdue} overdue`,
          ],
        ],
        paint,
      ),
      leases.length === 0
        ? undefined
        : table(
            ['lease', 'holder', 'until'],
            leases.map(({ job, holder, until }) => [job, holder, shortTime(until)]),
            paint,
          ),
    ),
  isBad: ({ service }) => service?.jobs.some(({ late }) => late) ?? false,
});

function mailText({
  waiting,
  oldest,
  failures,
}: {
  waiting: number;
  oldest?: string;
  failures?: number;
}): string {
  if (oldest === undefined) return 'none waits';
  return `${waiting} to send; the oldest since ${shortTime(oldest)}, ${plural(failures ?? 0, 'failure')}`;
}
