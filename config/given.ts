import { readFileSync, statSync } from 'node:fs';
import { messageOf } from './error.ts';
import { isOpenToAll } from './secret_files.ts';
import { secretVariables, type VariableName, variables } from './variables.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type Given = Partial<Record<VariableName, string>>;

/** The given values: an empty one counts as absent, and a secret may be in the file of NAME_FILE. */
export function givenValues(environment: Environment, mistakes: string[], warnings: string[]): Given {
  const given: Given = {};
  for (const name of Object.keys(variables) as VariableName[]) {
    const value = environment[name]?.trim();
    if (value) given[name] = value;
  }
  for (const name of secretVariables) {
    const file = environment[`${name}_FILE`]?.trim();
    if (!file) continue;
    if (given[name] !== undefined) {
      mistakes.push(`${name} and ${name}_FILE are both set: only one may be.`);
      continue;
    }
    try {
      const text = readFileSync(file, 'utf8').trim();
      if (text === '') mistakes.push(`${name}_FILE names an empty file: ${file}.`);
      else given[name] = text;
      if (isOpenToAll(file, statSync(file).mode)) {
        warnings.push(`${name}_FILE can be read by every user of this machine: chmod o= ${file}`);
      }
    } catch (error) {
      mistakes.push(
        `${name}_FILE names a file that cannot be read: ${messageOf(error)}. Correct the path, or let the user of the service read it.`,
      );
    }
  }
  return given;
}
