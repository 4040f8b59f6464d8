/** The program that checks rules of Prometheus, on machines that have it. */
export const promtool = process.env.PROMTOOL;

export const promtoolNotRun =
  "The alert rules were not checked by promtool: PROMTOOL is not set (Debian's package prometheus has it).";
