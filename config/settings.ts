import { ConfigError } from './error.ts';
import type { VariableName } from './variables.ts';

/** What only a process of its own needs. */
const ofProcess = ['HOST', 'PORT', 'METRICS_PORT', 'SHUTDOWN_TIMEOUT'] as const;

type Camel<S extends string> = S extends `${infer First}_${infer Rest}`
  ? `${Lowercase<First>}${Capitalize<Camel<Rest>>}`
  : Lowercase<S>;

/** A variable as a program spells it: `publicUrl` for `PUBLIC_URL`. */
export type SettingName = Camel<Exclude<VariableName, (typeof ofProcess)[number]>>;

export type GivenSettings = Readonly<Partial<Record<SettingName, string | number | boolean | undefined>>>;

/** The names of the settings by those of their variables. */
export function settingNames(variables: readonly string[]): ReadonlyMap<string, string> {
  const left = variables.filter((name) => !ofProcess.some((other) => other === name));
  return new Map(
    left.map((name) => [
      name,
      name.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    ]),
  );
}

/** The environment that settings stand for. Throws `ConfigError` for an unknown setting. */
export function environmentOf(
  settings: GivenSettings,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const variables = new Map([...names].map(([variable, name]) => [name, variable]));
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  const unknown = given.filter(([name]) => !variables.has(name));
  if (unknown.length > 0)
    throw new ConfigError(
      unknown.map(([name]) => `There is no setting ${name}. Choose from: ${[...names.values()].join(', ')}.`),
    );
  return Object.fromEntries(given.map(([name, value]) => [variables.get(name) ?? name, String(value)]));
}

/** A sentence about variables, with the names of the settings. */
export function inSettings(sentence: string, names: ReadonlyMap<string, string>): string {
  return sentence.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b/g, (word) => names.get(word) ?? word);
}
