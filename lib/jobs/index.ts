export { holdLease, leases } from './leases.ts';
export { type Kind, Runner, type Step } from './runner.ts';
export { isLate, type Job, type JobState, type Jobs, startJobs } from './schedule.ts';
export { begin, beginOnce, openWork, type Work, works } from './work.ts';
