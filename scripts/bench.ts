import { paintFor } from '../lib/cli/terminal/paint.ts';
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
  const result = await runBench(options, progress);
  progress('');
  const text = options.json ? JSON.stringify(result, undefined, 2) : report(result, paintFor(process.stdout));
  process.stdout.write(`${text}\n`);
}

/** One line on the terminal that is written over; nothing where the output goes elsewhere. */
function progress(what: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${what}`);
}
