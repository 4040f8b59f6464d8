import { paintFor } from '../lib/cli/terminal/paint.ts';
import { compareAll } from './bench/against.ts';
import { comparisonReport, inMarkdown, onTerminal } from './bench/comparison.ts';
import { help, type Options, parseOptions } from './bench/options.ts';
import { report } from './bench/report.ts';
import { runBench } from './bench/run.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
try {
  const options = parseOptions(process.argv.slice(2));
  if (options) await bench(options);
  else process.stdout.write(help);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function bench(options: Options): Promise<void> {
  const paint = paintFor(process.stdout);
  if (options.growth || options.compare || options.against !== undefined) {
    const result = await compareAll(options, progress);
    tell(options, result, () => comparisonReport(result, options.markdown ? inMarkdown : onTerminal(paint)));
  } else {
    const result = await runBench(options, progress);
    tell(options, result, () => report(result, paint));
  }
}

function tell({ json }: Options, result: object, words: () => string): void {
  progress('');
  process.stdout.write(`${json ? JSON.stringify(result, undefined, 2) : words()}\n`);
}

/** One line on the terminal that is written over; nothing where the output goes elsewhere. */
function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
}
