import { helpFor } from './cli/help.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});
const words = process.argv.slice(2);
const help = helpFor(words, process.stdout, import.meta.dirname);
if (help === undefined) {
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(words, process);
} else process.stdout.write(help);
