import type { Logger } from 'pino';
import { limits } from '../../config/limits.ts';

export interface Job {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number;
  run(): Promise<unknown>;
}

/** How a job of this process does. */
export interface JobState extends Pick<Job, 'name' | 'every'> {
  /** The end of the last run that succeeded; at first the start of the process. */
  readonly since: number;
  /** The end of the last run. */
  readonly endedAt?: number;
  /** Why the last run failed. */
  readonly problem?: string;
}

export interface Jobs {
  states(): readonly JobState[];
  stop(): Promise<void>;
}

/** Runs each job repeatedly until stopped, never twice at a time. Logs a failure and tries again at the next turn. */
export function startJobs(jobs: readonly Job[], logger: Logger, now: () => number): Jobs {
  const timers = new Map<Job, NodeJS.Timeout>();
  const running = new Map<Job, Promise<void>>();
  const began = now();
  const states = new Map(
    jobs.map(({ name, every }): [string, JobState] => [name, { name, every, since: began }]),
  );
  let stopped = false;

  function schedule(job: Job): void {
    if (stopped) return;
    const timer = setTimeout(() => running.set(job, turn(job)), job.every);
    timer.unref();
    timers.set(job, timer);
  }

  async function turn(job: Job): Promise<void> {
    const { name, every } = job;
    try {
      await job.run();
      states.set(name, { name, every, since: now(), endedAt: now() });
    } catch (error) {
      logger.warn({ err: error, job: name }, 'job failed, will retry');
      const since = states.get(name)?.since ?? began;
      const problem = error instanceof Error ? error.message : String(error);
      states.set(name, { name, every, since, endedAt: now(), problem });
    }
    schedule(job);
  }

  for (const job of jobs) schedule(job);
  return {
    states: () => [...states.values()],
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Whether a job has not succeeded for longer than three turns and some margin. */
export function isLate({ since, every }: JobState, now: number): boolean {
  return now - since > 3 * every + limits.jobMargin;
}
