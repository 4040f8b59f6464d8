import { z } from 'zod';
import { flagOf } from '../terminal/flags.ts';
import type { LocalCommand } from './local_command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** The words typed so far, and what may follow them. */
type Row = readonly [typed: string, next: readonly string[]];

/** The command that prints a completion script, made from the descriptions of all commands. */
export function completionCommand(all: () => readonly LocalCommand[]): LocalCommand {
  const args = z.object({ shell: z.enum(shells).describe('bash, zsh or fish') });
  return {
    name: 'completion',
    summary: 'Prints a script that completes commands and flags: source it in your shell.',
    example: 'completion bash',
    args,
    positional: ['shell'],
    isDocument: true,
    run: async (_environment, given) => {
      const { shell } = args.parse(given);
      return { shell, script: scripts[shell](rowsOf(all())) };
    },
    text: (result) => (result as { script: string }).script,
    isBad: () => false,
  };
}

/** The longest words come first, because the first row that fits counts. */
function rowsOf(commands: readonly LocalCommand[]): Row[] {
  const next = new Map<string, Set<string>>();
  const put = (typed: string, word: string) => next.set(typed, (next.get(typed) ?? new Set()).add(word));
  for (const { name, args } of commands) {
    const words = name.split(' ');
    for (const [at, word] of words.entries()) put(words.slice(0, at).join(' '), word);
    for (const flag of flagsOf(args)) put(name, flag);
  }
  return [...next]
    .map(([typed, words]): Row => [typed, [...words]])
    .sort(([one], [other]) => other.split(' ').length - one.split(' ').length || (one < other ? -1 : 1));
}

function flagsOf(args: z.ZodObject): string[] {
  const { properties = {} } = z.toJSONSchema(args, { io: 'input' });
  return [...Object.keys(properties).map(flagOf), '--json', '--help'];
}

const scripts: Readonly<Record<Shell, (rows: readonly Row[]) => string>> = {
  bash: (rows) => `_rollcall() {
  local typed= next= at
  for ((at = 1; at < COMP_CWORD; at++)); do
    [[ \${COMP_WORDS[at]} == -* ]] || typed+="\${typed:+ }\${COMP_WORDS[at]}"
  done
  case "$typed" in
${casesOf(rows)}
  esac
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _rollcall rollcall`,
  zsh: (rows) => `#compdef rollcall
_rollcall() {
  local typed= next= word
  for word in \${words[2,CURRENT-1]}; do
    [[ $word == -* ]] || typed+="\${typed:+ }$word"
  done
  case "$typed" in
${casesOf(rows)}
  esac
  compadd -- \${(s: :)next} || _files
}
compdef _rollcall rollcall`,
  fish: (rows) => `function __rollcall
  set --local typed (string join ' ' (string match --invert -- '-*' (commandline --cut-at-cursor --tokenize --current-process)[2..]))
  switch "$typed"
${rows.map(([typed, next]) => `    case ${typed === '' ? "''" : `'${typed}' '${typed} *'`}\n      string split ' ' -- '${next.join(' ')}'`).join('\n')}
  end
end
complete --command rollcall --arguments '(__rollcall)'`,
};

function casesOf(rows: readonly Row[]): string {
  return rows
    .map(([typed, next]) =>
      typed === ''
        ? `    "") next="${next.join(' ')}" ;;`
        : `    "${typed}" | "${typed} "*) next="${next.join(' ')}" ;;`,
    )
    .join('\n');
}
