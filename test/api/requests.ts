import { parameterOf } from '../../lib/api/parameters.ts';
import type { Route } from '../../lib/api/route.ts';
import { samples } from '../operations/samples.ts';
import type { Answer, ApiCaller } from './api_caller.ts';

/** Whether a route is that of an operation of groups for the whole service. */
export function isOfService({ id, key }: Route): boolean {
  return id !== key;
}

/** The input of an operation's sample, with what only its path names, and without a group for the whole service. */
export function inputOf(route: Route, group: string, more: object = {}): Record<string, unknown> {
  const { input } = samples[route.operation.name](group);
  const provided = { group, integration: 'SCIM', session: 'other' };
  const missing = Object.entries(provided).filter(([name]) => route.inPath.includes(name));
  const whole: Record<string, unknown> = { ...Object.fromEntries(missing), ...input, ...more };
  return isOfService(route) ? withoutGroup(whole) : whole;
}

export function withoutGroup({ group: _group, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return rest;
}

/** Sends the request of a route for an input. */
export function send(call: ApiCaller, route: Route, input: Record<string, unknown>): Promise<Answer> {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const rest = Object.entries(input).filter(([name]) => !route.inPath.includes(name));
  if (route.hasBody) return call(route.method, path, { body: Object.fromEntries(rest) });
  const query = new URLSearchParams(
    rest.flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => [parameterOf(name), String(one)]),
    ),
  );
  return call(route.method, query.size === 0 ? path : `${path}?${query.toString()}`);
}
