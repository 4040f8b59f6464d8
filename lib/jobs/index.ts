export { holdLease, leases } from './leases.ts';
export { type Kind, Runner, type Step } from './runner.ts';
export { type Job, startJobs } from './schedule.ts';
export { begin, beginOnce, openWork, type Work, works } from './work.ts';
