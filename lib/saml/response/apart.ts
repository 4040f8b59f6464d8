import { Worker } from 'node:worker_threads';
import { limits } from '../../../config/limits.ts';
import { type Findings, findingsOf, type Task } from './findings.ts';

/** Next to the source, or next to the compiled program. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './thread_source.mjs' : './saml_thread.js',
  import.meta.url,
);

let last: Promise<unknown> = Promise.resolve();

/**
 * Like `findingsOf`. Large responses take long, so they are validated in a separate thread, one after the other: no
 * other request waits.
 */
export function examined(task: Task): Promise<Findings> {
  const { length } = task.response.samlResponse;
  const isLarge = length > limits.samlCharsAtOnce && length <= limits.samlResponseChars;
  if (!isLarge) return findingsOf(task);
  const examine = () => inThread(task);
  const mine = last.then(examine, examine);
  last = mine;
  return mine;
}

async function inThread(task: Task): Promise<Findings> {
  const thread = new Worker(program);
  try {
    return await new Promise<Findings>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('the thread that examines a SAML response has ended')));
      thread.postMessage(task);
    });
  } finally {
    await thread.terminate();
  }
}
