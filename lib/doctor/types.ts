import type { LookupFunction } from 'node:net';
import type { ExistingConfig } from '../../config/index.ts';
import type { endingsList, healthShow } from '../operations/index.ts';
import type { MongoState } from '../store/mongo/state.ts';

/** What a check found, in a sentence with a remedy. */
export interface Finding {
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped';
  readonly text: string;
}

/** One point of the production checklist. */
export interface Check {
  readonly name: string;
  find(evidence: Evidence): Finding;
}

/** Something did not answer; the problem is a sentence. */
export interface Failure {
  readonly problem: string;
}

/** The answer at PUBLIC_URL. */
export interface Visit {
  readonly status: number;
  /** Where a redirect leads. */
  readonly location?: string;
  /** Whether this installation has answered, and no other one. */
  readonly isOwn: boolean;
  /** When the certificate of the connection ends. */
  readonly certificateEnds?: number;
  /** By how many milliseconds the clock there is ahead of this one. */
  readonly ahead?: number;
  /** The address that the service takes for the client's. */
  readonly client?: string;
  /** The addresses that the proxies have added to `X-Forwarded-For`. */
  readonly added?: readonly string[];
  /** Whether the service took the address that the doctor invented. */
  readonly isForged?: boolean;
}

/** DATA_DIR and the disk below it. */
export interface Directory {
  /** Why it cannot be written. */
  readonly unwritable?: string;
  /** Wrong access rights, in sentences. */
  readonly exposed: readonly string[];
  /** When the last backup was made. */
  readonly backupAt?: number;
  /** Bytes. */
  readonly free: number;
  readonly size: number;
}

/** What the stored data says. */
export interface Data {
  readonly health: Awaited<ReturnType<typeof healthShow.perform>>;
  readonly endings: Awaited<ReturnType<typeof endingsList.perform>>;
}

/** What the checks look at. An absent part could not be asked. */
export interface Evidence {
  readonly config: ExistingConfig;
  readonly now: number;
  readonly directory: Directory;
  readonly data: Data | Failure | undefined;
  readonly mongo: MongoState | Failure | undefined;
  readonly visit: Visit | Failure | undefined;
  readonly mail: 'accepted' | Failure | undefined;
  /** The addresses at which the metrics answer to anybody. */
  readonly openMetrics: readonly string[];
}

/** How the doctor connects to PUBLIC_URL: for tests. */
export interface Reach {
  readonly ca?: string;
  readonly lookup?: LookupFunction;
}

export function isFailure(found: object | string | undefined): found is Failure {
  return typeof found === 'object' && 'problem' in found;
}
