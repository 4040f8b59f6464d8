import { backup } from './checks/backup.ts';
import { certificates } from './checks/certificates.ts';
import { clock } from './checks/clock.ts';
import { credentials } from './checks/credentials.ts';
import { data } from './checks/data.ts';
import { dataDir } from './checks/data_dir.ts';
import { database } from './checks/database.ts';
import { disk } from './checks/disk.ts';
import { mail } from './checks/mail.ts';
import { metrics } from './checks/metrics.ts';
import { proxies } from './checks/proxies.ts';
import { publicUrl } from './checks/public_url.ts';
import { secrets } from './checks/secrets.ts';
import { settings } from './checks/settings.ts';
import { tls } from './checks/tls.ts';
import type { Check } from './types.ts';

/** The production checklist, in the order of docs/operators/checklist.md. */
export const checks: readonly Check[] = [
  settings,
  secrets,
  dataDir,
  database,
  data,
  backup,
  disk,
  publicUrl,
  tls,
  proxies,
  clock,
  mail,
  metrics,
  certificates,
  credentials,
];
