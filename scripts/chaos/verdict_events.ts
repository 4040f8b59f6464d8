import type { Taken } from './product.ts';
import type { Evidence } from './verdict.ts';

/** Every entry of the audit log has its event at every receiver, and every event its entry. */
export function missing({ present, since, taken }: Evidence): string[] {
  const named = (action: string, target: string, request = '') => `${action} of ${target} by ${request}`;
  const entries = present.entries.map(({ at, action, target, requestId }) => ({
    name: named(action, target, requestId),
    // The webhooks themselves were made while the town was built.
    least: at < since ? 0 : 1,
  }));
  return taken.flatMap((events, nth) => {
    const least = new Map<string, number>();
    const most = new Map<string, number>();
    const count = (counts: Map<string, number>, name: string, more: number) =>
      counts.set(name, (counts.get(name) ?? 0) + more);
    for (const entry of entries) {
      count(least, entry.name, entry.least);
      count(most, entry.name, 1);
    }
    for (const { type, target, request } of events)
      if (!type.startsWith('access.'))
        for (const counts of [least, most]) count(counts, named(type, target, request), -1);
    return [
      ...[...least].filter(([, left]) => left > 0).map(([name]) => `receiver ${nth + 1} has no ${name}`),
      ...[...most].filter(([, left]) => left < 0).map(([name]) => `receiver ${nth + 1} has too many ${name}`),
    ];
  });
}

/** A client changes a user by one request after the other, so their events must come in that order. */
export function inOrder({ ledger, taken }: Evidence): string[] {
  const order = new Map(ledger.acts.map(({ request }, at) => [request, at]));
  return taken.flatMap((events, nth) => {
    const last = new Map<string, number>();
    return events.flatMap(({ account, request, type }) => {
      const at = order.get(request);
      if (at === undefined || account === '') return [];
      const before = last.get(account) ?? -1;
      last.set(account, Math.max(at, before));
      return at < before ? [`receiver ${nth + 1} hears late of ${type} by ${request}`] : [];
    });
  });
}

/** Each event of access begins where the one before of the same person ended, and the last one says what is true. */
export function whole({ present, taken }: Evidence): string[] {
  const begun = new Set(present.addresses.values());
  const now = new Map(
    present.members.map(({ rootId, accountId, memberships }) => [
      `${rootId} ${accountId}`,
      memberships.map(({ groupId, role }) => `${groupId} ${role}`),
    ]),
  );
  return taken.flatMap((events, nth) => {
    const held = new Map<string, Map<string, string>>();
    const wrong = events
      .flatMap((event) => follow(held, event))
      .map((what) => `receiver ${nth + 1}: ${what}`);
    for (const [key, roles] of held) {
      const told = [...roles].map(([group, role]) => `${group} ${role}`).sort();
      const is = [...(now.get(key) ?? [])].sort();
      if (begun.has(key.split(' ')[1] ?? '') && told.join() !== is.join())
        wrong.push(
          `receiver ${nth + 1} is told of ${told.join() || 'nothing'} for ${key}, not of ${is.join()}`,
        );
    }
    return wrong;
  });
}

function follow(
  held: Map<string, Map<string, string>>,
  { account, root, access, type, request }: Taken,
): string[] {
  if (!type.startsWith('access.')) return [];
  const key = `${root} ${account}`;
  const roles = held.get(key) ?? new Map<string, string>();
  held.set(key, roles);
  return access.flatMap(({ group: { id }, from, to }) => {
    const was = roles.get(id);
    if (to === undefined) roles.delete(id);
    else roles.set(id, to);
    return was === from ? [] : [`${type} by ${request} begins at ${from}, and ${was} was told before`];
  });
}
