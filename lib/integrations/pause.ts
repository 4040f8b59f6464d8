import { RuleError } from '../kernel/index.ts';
import type { Integration } from './types.ts';

/** Throws `RuleError` `removals_paused` for a write of a paused integration. */
export function refusePaused(integration: Integration): void {
  if (integration.paused) throw new RuleError('removals_paused', refusalOf(integration));
}

export function refusalOf({ name }: Integration): string {
  return (
    `The integration ${name} is paused: its requests take access from many people in a short time, or empty a group that ` +
    'gives roles. Nothing was changed. ' +
    'The owners of the group have been told; the operator resumes it or discards the removals.'
  );
}
