import type { ExistingConfig } from '../../config/index.ts';
import type { Runtime } from '../kernel/index.ts';
import { checks } from './checks.ts';
import { directoryOf } from './evidence/directory.ts';
import { askedMail } from './evidence/mail.ts';
import { openMetrics } from './evidence/metrics.ts';
import { askedMongo } from './evidence/mongo.ts';
import { visit } from './evidence/visit.ts';
import type { Evidence, Finding, Reach } from './types.ts';

interface Patient {
  readonly config: ExistingConfig;
  readonly runtime: Pick<Runtime, 'now' | 'random'>;
  /** Undefined where there is no installation yet. */
  data(): Promise<Evidence['data']>;
  /** Whether a service may answer at PUBLIC_URL. */
  readonly isServed: boolean;
  readonly reach?: Reach;
}

export interface Report {
  readonly checks: readonly (Finding & { readonly check: string })[];
  readonly failed: number;
  readonly warnings: number;
}

/** Tests an installation against the production checklist, and changes nothing. */
export async function examine(patient: Patient): Promise<Report> {
  const evidence = await evidenceOf(patient);
  const found = checks.map(({ name, find }) => ({ check: name, ...find(evidence) }));
  const count = (state: Finding['state']) => found.filter((one) => one.state === state).length;
  return { checks: found, failed: count('failed'), warnings: count('warning') };
}

async function evidenceOf({ config, runtime, data, isServed, reach = {} }: Patient): Promise<Evidence> {
  const now = () => runtime.now();
  const looked = data();
  const [found, directory, mongo, visited, mail, metrics] = await Promise.all([
    looked,
    directoryOf(config.dataDir, runtime),
    // Its trial write comes second: a server may make the database for it.
    looked.then(() => askedMongo(config.mongodbUri, now)),
    isServed ? visit(config, runtime, reach) : undefined,
    askedMail(config.smtpUrl),
    openMetrics(config, reach),
  ]);
  return {
    ...{ config, now: now(), directory, data: found, mongo },
    ...{ visit: visited, mail, openMetrics: metrics },
  };
}
