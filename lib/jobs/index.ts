export { holdLease, leases } from './leases.ts';
export { type Job, startJobs } from './schedule.ts';
