import { parseArgs } from 'node:util';
import { paintFor } from '../lib/operator/terminal/paint.ts';
import { hangUp } from '../test/idp/exchange.ts';
import { nextSteps } from './demo/next_steps.ts';
import { Screen } from './demo/screen.ts';
import { openStage } from './demo/stage.ts';
import { perform, stories } from './demo/stories.ts';

const help = `npm run demo -- [options]

Starts the service on a throw-away directory, replays recorded traffic of identity providers against three groups, and
shows each request, the answer and the members as they change. The service goes on running until Ctrl-C.

  --once   ends when everything has been shown
  --help   this text
`;

try {
  const asked = typed();
  if (asked?.help) process.stdout.write(help);
  else if (asked) await demonstrate(asked.once === true);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** What was asked for; undefined, with the help, where it was typed wrong. */
function typed() {
  try {
    return parseArgs({ options: { once: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${help}`);
    process.exitCode = 2;
    return undefined;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function demonstrate(once: boolean): Promise<void> {
  const screen = new Screen(process.stdout, paintFor(process.stdout));
  const stage = await openStage();
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const customers = [];
    for (const story of stories()) customers.push(await perform(story, stage, screen));
    hangUp();
    if (once) return;
    screen.print(nextSteps(stage, customers, screen.paint));
    await interrupted;
  } finally {
    hangUp();
    await stage.close();
  }
}
