import { paintFor } from '../../lib/cli/terminal/paint.ts';
import { hangUp } from '../../test/idp/exchange.ts';
import { nextSteps } from './next_steps.ts';
import { type Populated, populate } from './populated.ts';
import { Screen } from './screen.ts';
import { openStage } from './stage.ts';
import { perform, stories } from './stories.ts';

/** Shows the stories on standard output; then, unless it is to be done `once`, leaves the service running until a signal. */
export async function demonstrate(once: boolean): Promise<void> {
  const screen = new Screen(process.stdout, paintFor(process.stdout));
  const stage = await openStage();
  const interrupted = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  let populated: Populated | undefined;
  try {
    const customers = [];
    for (const story of stories()) customers.push(await perform(story, stage, screen));
    hangUp();
    if (once) return;
    populated = await populate(stage);
    screen.print(nextSteps(stage, customers, populated, screen.paint));
    await interrupted;
  } finally {
    populated?.idp.close();
    hangUp();
    await stage.close();
  }
}
