import { parseArgs } from 'node:util';

const help = `npm run demo -- [options]

Starts the service on a throw-away directory, replays recorded traffic of identity providers against three groups, and
shows each request, the answer and the members as they change. Then it fills a group, starts an identity provider to click
through, and prints where both are. They go on running until Ctrl-C.

  --once   ends when everything has been shown
  --help   this text
`;

try {
  const asked = typed();
  if (asked?.help) process.stdout.write(help);
  else if (asked) {
    const { demonstrate } = await import('./demo/demonstrate.ts');
    await demonstrate(asked.once === true);
  }
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
