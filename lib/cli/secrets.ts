import * as operations from '../operations/index.ts';
import { commandOf } from './command.ts';
import { type Health, health } from './health.ts';
import { joined, plural, table } from './terminal/layout.ts';

export const secretsStatus = commandOf(operations.secretsStatus, {
  example: 'secrets status',
  text: ({ secrets, cursorMinutes }, paint) => {
    const rows = secrets.flatMap(({ name, hasPrevious, dependents }) => {
      if (!hasPrevious) return [[name, 'has no previous value', '']];
      if (dependents.length === 0)
        return [[name, paint('green', 'nothing needs the previous value'), remark(name, cursorMinutes)]];
      return dependents.map(({ what, one, count, until }) => [name, plural(count, one, what), until]);
    });
    return joined(table(['secret', 'what needs its previous value', 'until'], rows, paint));
  },
});

export const secretsRenew = commandOf(operations.secretsRenew, {
  example: 'secrets renew',
  watch: {
    name: health.name,
    args: () => ({}),
    progress: (result) => {
      const { renewed } = result as Health;
      return renewed === undefined ? undefined : { title: 'Renewal of documents and chains', done: renewed };
    },
  },
  text: ({ samlProviders, webhooks, streams, eventKeys, auditChains, brokenChains }, paint) =>
    joined(
      `Renewed the keys of ${plural(samlProviders, 'SAML provider')}, the secrets of ${plural(webhooks, 'webhook')}, ` +
        `the authorization of ${plural(streams, 'stream')}, ${plural(eventKeys, 'key')} of security event tokens ` +
        `and ${plural(auditChains, 'chain')} of the audit log. See rollcall secrets status.`,
      brokenChains.length === 0
        ? undefined
        : paint(
            'red',
            `These chains are broken and stay as they are: ${brokenChains.join(', ')}. See rollcall audit verify.`,
          ),
    ),
  isBad: ({ brokenChains }) => brokenChains.length > 0,
});

function remark(name: string, cursorMinutes: number): string {
  return name === 'CURSOR_SECRET'
    ? `${cursorMinutes} minutes after the last restart, for lists that are open`
    : '';
}
