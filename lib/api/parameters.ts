/** The argument that a parameter stands for. */
export function argumentOf(parameter: string): string {
  return parameter === 'cursor' ? 'after' : parameter;
}

/** The parameter that stands for an argument. */
export function parameterOf(argument: string): string {
  return argument === 'after' ? 'cursor' : argument;
}
