import type { Unit } from '../audit/index.ts';
import type { Receiver } from './receivers.ts';

/** Records that Rollcall itself has disabled a receiver. */
export function noteDisabled(unit: Unit, { kind, rootId, id, name }: Receiver, problem: string): void {
  const event = { rootId, actor: { kind: 'system' }, detail: { name, problem } } as const;
  if (kind === 'webhook')
    unit.record({ ...event, action: 'webhook.disabled', target: { kind: 'webhook', id } });
  else unit.record({ ...event, action: 'stream.disabled', target: { kind: 'stream', id } });
}
