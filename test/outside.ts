/** Outside software that is not an npm package, and the variable that says where it is installed. */
export interface Outside {
  readonly name: string;
  readonly variable: string;
}

/** A closing line of a run for each that is missing: what was not run, and why. */
export function notRun(
  software: readonly Outside[],
  what: (name: string) => string,
  command: string,
): string[] {
  return software
    .filter(({ variable }) => !process.env[variable])
    .map(({ name, variable }) => {
      const why = process.env[`${variable}_MISSING`] ?? `${variable} is not set (${command} installs it)`;
      return `${what(name)} were not run: ${why}.`;
    });
}
