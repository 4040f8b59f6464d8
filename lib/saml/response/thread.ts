import { parentPort } from 'node:worker_threads';
import { findingsOf, type Task } from './findings.ts';

/** The program of a thread that examines one response. */
parentPort?.once('message', async (task: Task) => {
  parentPort?.postMessage(await findingsOf(task));
});
