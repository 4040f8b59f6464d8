import { help, parseOptions } from './chaos/options.ts';
import { runRound } from './chaos/run.ts';
import { verdicts } from './chaos/verdict.ts';

/** The data of a round fit into memory, and a round that fails is found again by its seed. */
const ROUND_MINUTES = 3;
const SHOWN = 20;

/** Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (!options) return say(help, 0);
  let breaches = 0;
  let left = options.minutes;
  for (let round = 1; left > 0; left -= ROUND_MINUTES, round++) {
    const minutes = Math.min(left, ROUND_MINUTES);
    const seed = round === 1 ? options.seed : `${options.seed}-${round}`;
    say(`\n== ${options.store}, ${minutes} minutes, --seed ${seed}`);
    breaches += await report({ store: options.store, seconds: minutes * 60, seed });
  }
  return say(
    `\n${breaches === 0 ? 'Every promise was kept.' : `${breaches} breaches.`}`,
    breaches === 0 ? 0 : 1,
  );
}

/** Gives the number of breaches. */
async function report(round: Parameters<typeof runRound>[0]): Promise<number> {
  const { evidence, figures, history } = await runRound(round);
  for (const [what, count] of Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1)))
    say(`${String(count).padStart(7)} ${what}`);
  let breaches = 0;
  for (const [promise, found] of Object.entries(verdicts(evidence))) {
    breaches += found.length;
    say(`${found.length === 0 ? 'kept  ' : 'BROKEN'}  ${promise}`);
    for (const what of found.slice(0, SHOWN)) say(`        ${what}`);
  }
  if (breaches > 0) for (const what of history) say(`        ${what}`);
  return breaches;
}

function say(text: string, code = 0): number {
  process.stdout.write(`${text}\n`);
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
