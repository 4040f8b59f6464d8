import { parentPort } from 'node:worker_threads';
import { findingsOf, type Task } from './findings.ts';

/** Validates one response in a separate thread. */
parentPort?.once('message', async (task: Task) => {
  parentPort?.postMessage(await findingsOf(task));
});
