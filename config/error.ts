/** All mistakes of the configuration, one sentence each. */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(['The configuration is not right:', ...mistakes].join('\n  '));
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
