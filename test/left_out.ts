import { browserNotRun, hasBrowser, wantsBrowser } from './browser/available.ts';
import { clientsNotRun } from './clients/available.ts';
import { idpsNotRun } from './idps/available.ts';
import { helm, helmNotRun } from './project/helm.ts';
import { promtool, promtoolNotRun } from './project/promtool.ts';
import { mongoNotRun, mongoUri } from './store/mongo/available.ts';

/** What this run does not check on this machine, and why, in sentences. */
export function leftOut(): string[] {
  return [
    ...(mongoUri === undefined ? [mongoNotRun] : []),
    ...(wantsBrowser && hasBrowser ? [] : [browserNotRun]),
    ...(helm === undefined ? [helmNotRun] : []),
    ...(promtool === undefined ? [promtoolNotRun] : []),
    ...idpsNotRun,
    ...clientsNotRun,
  ];
}
