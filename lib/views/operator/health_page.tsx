/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import { Banner } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import { Time } from '../components/time.tsx';
import type { Page } from '../layout/document.tsx';
import { counted } from './counted.ts';
import { operatorSide } from './operator_side.ts';

interface ShownJob {
  readonly name: string;
  readonly late: boolean;
  readonly lastRun?: string;
  readonly problem?: string;
}

interface Shown {
  readonly health: {
    readonly service?: {
      readonly version: string;
      readonly store: string;
      readonly node: string;
      readonly startedAt: string;
      readonly jobs: readonly ShownJob[];
    };
    readonly warnings: readonly string[];
    readonly queues: {
      readonly mails: { readonly waiting: number; readonly oldest?: string; readonly failures?: number };
      readonly log: { readonly waiting: number; readonly dropped: number };
      readonly audit: { readonly oldestUnsealed?: string };
      readonly work: { readonly open: number; readonly failed: number };
      /** Events that took access and that the product has not acted on. */
      readonly webhooks: { readonly outstanding: number; readonly overdue: number };
    };
    readonly leases: readonly { readonly job: string; readonly holder: string; readonly until: string }[];
  };
  readonly most: number;
}

/** How the installation is. */
export function healthPage({ health, most }: Shown): Page {
  const { service, warnings, leases } = health;
  const late = service?.jobs.filter((job) => job.late).length ?? 0;
  return {
    title: 'Health',
    side: operatorSide('/operator/health'),
    summary:
      late === 0 && warnings.length === 0
        ? { tone: 'ok', text: 'Every job runs in time, and no setting looks wrong.' }
        : { tone: 'warn', text: `Late jobs: ${late}. Settings to check: ${warnings.length}.` },
    body: (
      <>
        {warnings.map((warning) => (
          <Banner key={warning} tone="warn" title="Check this setting.">
            {warning}
          </Banner>
        ))}
        <Grid>
          {service && <Service service={service} />}
          <Queues {...health.queues} most={most} />
          {service && <Jobs jobs={service.jobs} />}
          <Card id="leases" title="Leases">
            <p class="hint">A lease lets one process at a time run a job.</p>
            <Table
              caption="Leases"
              columns={[{ title: 'Job' }, { title: 'Process' }, { title: 'Ends' }]}
              rows={leases.map(({ job, holder, until }) => ({
                key: job,
                cells: [job, <code key="holder">{holder}</code>, <Time key="until" at={until} />],
              }))}
            />
          </Card>
        </Grid>
      </>
    ),
  };
}

function Service({ service }: { service: NonNullable<Shown['health']['service']> }) {
  const { version, node, store, startedAt } = service;
  return (
    <Card id="service" title="Service" span={5}>
      <Facts
        facts={[
          { name: 'Version', value: version },
          { name: 'Node', value: node },
          { name: 'Store', value: store === 'mongodb' ? 'MongoDB' : 'Embedded' },
          { name: 'Started', value: <Time at={startedAt} /> },
        ]}
      />
    </Card>
  );
}

function Queues({ mails, log, audit, work, webhooks, most }: Shown['health']['queues'] & { most: number }) {
  return (
    <Card id="queues" title="Queues" span={7}>
      <Facts
        facts={[
          {
            name: 'Mails',
            value:
              mails.oldest === undefined ? (
                'None'
              ) : (
                <>
                  {counted(mails.waiting, most)} to send. The oldest is from <Time at={mails.oldest} />
                  {mails.failures === undefined || mails.failures === 0
                    ? '.'
                    : `, and failed ${mails.failures} times.`}
                </>
              ),
          },
          { name: 'Log entries', value: `${log.waiting} to write, ${log.dropped} dropped since the start` },
          {
            name: 'Audit entries',
            value:
              audit.oldestUnsealed === undefined ? (
                'All are sealed'
              ) : (
                <>
                  The oldest unsealed one is from <Time at={audit.oldestUnsealed} />
                </>
              ),
          },
          { name: 'Long work', value: `${work.open} open, ${work.failed} failed` },
          {
            name: 'Webhooks',
            value: `${webhooks.outstanding} events not acted on, ${webhooks.overdue} overdue`,
          },
        ]}
      />
    </Card>
  );
}

function Jobs({ jobs }: { jobs: readonly ShownJob[] }) {
  return (
    <Card id="jobs" title="Jobs of this process">
      <Table
        caption="Jobs of this process"
        columns={[{ title: 'Job' }, { title: 'Last run' }, { title: 'State' }]}
        rows={jobs.map(({ name, lastRun, late, problem }) => ({
          key: name,
          cells: [
            name,
            lastRun === undefined ? <span class="quiet">Not yet</span> : <Time key="last" at={lastRun} />,
            <>
              <Tag tone={late ? 'bad' : problem === undefined ? 'ok' : 'warn'}>
                {late ? 'Late' : problem === undefined ? 'In time' : 'Failed, will run again'}
              </Tag>
              {problem !== undefined && <small>{problem}</small>}
            </>,
          ],
        }))}
      />
    </Card>
  );
}
