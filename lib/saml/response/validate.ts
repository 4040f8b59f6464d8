import { Worker } from 'node:worker_threads';
import { limits } from '../../../config/limits.ts';
import { type Findings, findingsOf, type Task } from './findings.ts';

/** The program of the thread is next to this source, or next to the compiled program. */
const program = new URL(
  import.meta.url.endsWith('.ts') ? './thread_source.mjs' : './saml_thread.js',
  import.meta.url,
);

let last: Promise<unknown> = Promise.resolve();

/**
 * Validates a response. Large responses take long, so a separate thread validates them, one after the other, while the
 * service answers other requests.
 */
export function validateResponse(task: Task): Promise<Findings> {
  const { length } = task.response.samlResponse;
  const isLarge = length > limits.samlCharsAtOnce && length <= limits.samlResponseChars;
  if (!isLarge) return findingsOf(task);
  const validate = () => inThread(task);
  const validation = last.then(validate, validate);
  last = validation;
  return validation;
}

async function inThread(task: Task): Promise<Findings> {
  const thread = new Worker(program);
  try {
    return await new Promise<Findings>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('The thread that validates a SAML response has ended.')));
      thread.postMessage(task);
    });
  } finally {
    await thread.terminate();
  }
}
