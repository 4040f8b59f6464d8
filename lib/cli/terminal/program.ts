import { Option, Command as Program } from 'commander';
import { flagOf } from './flags.ts';
import type { Output } from './paint.ts';

/** The command and arguments of a command line. */
export interface Invocation<C> {
  readonly command: C;
  readonly args: Readonly<Record<string, unknown>>;
  readonly json: boolean;
}

/** What the parser and the help need from a command: plain JSON. */
export interface Described {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly positional: readonly string[];
  /** The JSON Schema of its arguments. */
  readonly schema: {
    readonly properties?: Readonly<Record<string, Property>>;
    readonly required?: readonly string[];
  };
}

interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: { readonly enum?: readonly string[] };
  readonly default?: unknown;
  readonly negatable?: boolean;
  /** The argument names a file, and the command takes its text. */
  readonly file?: boolean;
}

interface Surroundings {
  readonly version: string;
  readonly stdout: Output;
  readonly stderr: Output;
}

interface Parameter {
  readonly name: string;
  readonly property: Property;
  readonly required: boolean;
}

const NOUNS: Readonly<Record<string, string>> = {
  'first-run': 'the first account of an installation',
  group: 'groups, subgroups and projects',
  'group domain': 'e-mail domains of a top-level group',
  account: 'people',
  'account email': 'addresses of an account',
  'account sessions': 'the browsers in which somebody is signed in',
  operator: "accounts that may use the operator's pages",
  saml: 'single sign-on of a top-level group',
  'saml certificate': 'certificates of the identity provider',
  'saml keys': "Rollcall's keys, which sign requests and decrypt assertions",
  logout: 'the issuer whose word signs people out of a group',
  member: 'members of a group',
  seats: 'how many accounts may be members of a top-level group',
  integration: 'SCIM connections of a top-level group',
  'integration role-attribute': 'user attributes that give roles',
  credential: 'tokens, OAuth clients and trusted issuers of an integration',
  token: 'secrets of an integration',
  'service-account': 'accounts of programs that call the management API',
  'service-account token': 'secrets of a service account',
  'setup-link': 'links by which somebody without an account sets up an integration',
  guide: 'how to set up an identity provider, field by field',
  invitation: 'people whom an owner has invited by e-mail',
  identity: 'users that an identity provider has pushed',
  'directory-group': 'groups that an identity provider pushes or names in an assertion',
  link: 'links from directory groups to roles',
  stream: 'streams of security event tokens, and their deliveries',
  'event-key': 'the keys that sign security event tokens',
  webhook: 'receivers of signed events, their deliveries and what is outstanding',
  audit: 'the hash-chained log of changes',
  endings: 'what ends soon in all top-level groups',
  secrets: 'the replacement of the four secrets',
};

/**
 * A command line parser made from the argument schemas of the commands. Calls `onInvocation` with the result and runs
 * nothing. Throws commander's `CommanderError` instead of ending the process.
 */
export function programOf<C extends Described>(
  commands: readonly C[],
  { version, stdout, stderr }: Surroundings,
  onInvocation: (invocation: Invocation<C>) => void,
): Program {
  const program = new Program('rollcall')
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: () => undefined,
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
    })
    .description('Keeps the membership of groups in step with identity providers: the operator’s commands.')
    .version(version)
    .option('--json', 'print plain JSON');
  for (const command of commands) {
    const words = command.name.split(' ');
    const verb = words.pop() ?? '';
    const leaf = parentOf(program, words).command(verb).description(command.summary);
    leaf.addHelpText('after', `\nExample: rollcall ${command.example}`);
    for (const parameter of parametersOf(command)) addParameter(leaf, command, parameter);
    leaf.option('--json', 'print plain JSON').action(() => {
      const { json, ...options } = leaf.optsWithGlobals<Record<string, unknown>>();
      const typed = command.positional.map((name, at): [string, unknown] => [name, leaf.processedArgs[at]]);
      const given = typed.filter(([, value]) => value !== undefined);
      const twice = given.find(([name, value]) => name in options && options[name] !== value);
      if (twice) leaf.error(`error: ${twice[0]} is given twice: ${twice[1]} and ${options[twice[0]]}`);
      onInvocation({
        command,
        args: { ...options, ...Object.fromEntries(given) },
        json: json === true,
      });
    });
  }
  return program;
}

/** The noun of a command; creates it if it does not exist yet. */
function parentOf(program: Program, words: readonly string[]): Program {
  return words.reduce((parent, word, at) => {
    const known = parent.commands.find((child) => child.name() === word);
    if (known) return known;
    return parent.command(word).description(NOUNS[words.slice(0, at + 1).join(' ')] ?? '');
  }, program);
}

function parametersOf({ schema, positional }: Described): Parameter[] {
  const all = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    property,
    required: schema.required?.includes(name) === true,
  }));
  const typed = positional.flatMap((name) => all.filter((parameter) => parameter.name === name));
  return [...typed, ...all.filter(({ name }) => !positional.includes(name))];
}

function addParameter(
  leaf: Program,
  { positional }: Described,
  { name, property, required }: Parameter,
): void {
  const { type } = property;
  const description = descriptionOf(property);
  if (positional.includes(name)) {
    leaf.argument(required ? `<${name}>` : `[${name}]`, description);
    if (required) return;
  }
  const flag = flagOf(name);
  if (type === 'boolean') {
    leaf.option(flag, description);
    if (property.negatable) leaf.option(flag.replace('--', '--no-'), 'the opposite');
    return;
  }
  const option = new Option(`${flag} <${placeholder(property)}>`, description).makeOptionMandatory(required);
  if (property.enum) option.choices(property.enum);
  if (type === 'integer' || type === 'number') option.argParser(Number);
  if (type === 'array')
    option.argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      ...value.split(','),
    ]);
  leaf.addOption(option);
}

function descriptionOf({ description = '', default: fallback, items }: Property): string {
  if (items?.enum) return `${description} (choices: ${items.enum.join(', ')})`;
  return typeof fallback === 'number' ? `${description}; ${fallback} otherwise` : description;
}

function placeholder({ type, items, file }: Property): string {
  if (file) return 'file';
  if (type === 'integer' || type === 'number') return 'number';
  return items?.enum ? 'name' : 'text';
}
