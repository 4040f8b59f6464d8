import type { Logger } from 'pino';

export interface Job {
  readonly name: string;
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number;
  run(): Promise<unknown>;
}

/** Runs each job repeatedly until stopped, never twice at a time. Logs a failure and tries again at the next turn. */
export function startJobs(jobs: readonly Job[], logger: Logger): { stop(): Promise<void> } {
  const timers = new Map<Job, NodeJS.Timeout>();
  const running = new Map<Job, Promise<void>>();
  let stopped = false;

  function schedule(job: Job): void {
    if (stopped) return;
    const timer = setTimeout(() => running.set(job, turn(job)), job.every);
    timer.unref();
    timers.set(job, timer);
  }

  async function turn(job: Job): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      logger.warn({ err: error, job: job.name }, 'job failed, will retry');
    }
    schedule(job);
  }

  for (const job of jobs) schedule(job);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
