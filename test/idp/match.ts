type Matcher = (argument: unknown, actual: unknown) => boolean;

const matchers: Readonly<Record<string, Matcher>> = {
  $absent: (wanted, actual) => (actual === undefined) === wanted,
  $any: (wanted, actual) => (actual !== undefined) === wanted,
  $matches: (source, actual) => typeof actual === 'string' && new RegExp(String(source), 'u').test(actual),
  $type: (type, actual) => typeOf(actual) === type || (type === 'number' && typeOf(actual) === 'integer'),
  $length: (length, actual) =>
    (Array.isArray(actual) || typeof actual === 'string') && actual.length === length,
  $not: (pattern, actual) => matches(pattern, actual) === false,
  $anyOf: (patterns, actual) => list(patterns).some((pattern) => matches(pattern, actual)),
  $includes: (patterns, actual) =>
    list(patterns).every((pattern) => list(actual).some((one) => matches(pattern, one))),
  $every: (pattern, actual) =>
    Array.isArray(actual) && actual.length > 0 && actual.every((one) => matches(pattern, one)),
  $starts: (patterns, actual) =>
    Array.isArray(actual) && list(patterns).every((pattern, at) => matches(pattern, actual[at])),
  $distinct: (count, actual) =>
    Array.isArray(actual) &&
    actual.length === count &&
    new Set(actual.map((one) => JSON.stringify(one))).size === count,
};

/**
 * How `actual` differs from `expected`, one line a difference; none when it matches. Objects match by subset,
 * arrays element by element, and an object whose keys start with `$` holds matchers that must all agree.
 * Throws on a matcher that does not exist.
 */
export function differences(expected: unknown, actual: unknown, at = 'body'): string[] {
  if (isMatcher(expected)) {
    return Object.entries(expected)
      .filter(([name, argument]) => !matcher(name)(argument, actual))
      .map(([name, argument]) => `${at}: ${show(actual)} is not ${name} ${show(argument)}`);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return [`${at}: ${show(actual)} is not an array`];
    const uneven =
      expected.length === actual.length ? [] : [`${at}: ${actual.length} elements, not ${expected.length}`];
    return [...uneven, ...expected.flatMap((one, i) => differences(one, actual[i], `${at}[${i}]`))];
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${at}: ${show(actual)} is not an object`];
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, Object.hasOwn(actual, key) ? actual[key] : undefined, `${at}.${key}`),
    );
  }
  return Object.is(expected, actual) ? [] : [`${at}: ${show(actual)} is not ${show(expected)}`];
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function matches(expected: unknown, actual: unknown): boolean {
  return differences(expected, actual).length === 0;
}

function isMatcher(value: unknown): value is Record<string, unknown> {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => key.startsWith('$') && key !== '$ref');
}

function matcher(name: string): Matcher {
  const found = Object.hasOwn(matchers, name) ? matchers[name] : undefined;
  if (!found) throw new Error(`there is no matcher ${name}`);
  return found;
}

function typeOf(value: unknown): string {
  if (Number.isInteger(value)) return 'integer';
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
