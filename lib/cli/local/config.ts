import { z } from 'zod';
import type { ShownConfig } from '../../../config/index.ts';
import { fields, joined } from '../terminal/layout.ts';
import { lookedAt } from './configuration.ts';
import type { LocalCommand } from './local_command.ts';

type Shown = Pick<ShownConfig, 'variables' | 'warnings'>;

export const configCommand: LocalCommand = {
  name: 'config',
  summary: 'Prints the configuration as environment variables, with secrets masked.',
  example: 'config',
  args: z.object({}),
  positional: [],
  run: async (environment) => {
    const { variables, warnings } = lookedAt(environment);
    const all = Object.entries(variables).map(([name, value]): [string, string | null] => [
      name,
      value ?? null,
    ]);
    return { variables: Object.fromEntries<string | null>(all), warnings };
  },
  text: (result, paint) => {
    const { variables, warnings } = result as Shown;
    const rows = Object.entries(variables).map(
      ([name, value]) => [name, value ?? (['dim', '(not set)'] as const)] as const,
    );
    return joined(fields(rows, paint), ...warnings.map((warning) => paint('yellow', warning)));
  },
  isBad: () => false,
};
