import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { checkUsername, emailKey } from '../accounts/index.ts';
import { checkSlug, roles } from '../groups/index.ts';
import { checkedRange, presetNames, scopes } from '../integrations/index.ts';
import { givenName, RuleError } from '../kernel/index.ts';

/** Arguments of several commands. */
export const groupPath = z.string().min(1).describe('path of the group: acme, or acme/dev/api');
export const rootPath = z.string().min(1).describe('path of the top-level group');
export const accountName = z.string().min(1).describe('username, e-mail or id of the account');
export const integrationName = z
  .string()
  .min(1)
  .exactOptional()
  .describe('name or id of the integration, if the group has several');
export const directoryGroupName = z.string().min(1).describe('displayName or id of the directory group');

/** The roles that a person may get automatically. */
export const firstRole = z.enum(roles.filter((role) => role !== 'owner'));

export const presetName = z
  .enum(presetNames)
  .exactOptional()
  .describe('the identity provider whose settings it starts with');

/** A text that a rule must accept before the store is read; `check` throws a `RuleError` with the reason. */
export function checkedText(check: (text: string) => unknown) {
  return z.string().check(({ value, issues }) => {
    try {
      check(value);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      issues.push({ code: 'custom', input: value, message: error.message });
    }
  });
}

export const emailAddress = z.string().refine((text) => emailKey(text) !== undefined, {
  error: ({ input }) => `${String(input)} is not an e-mail address`,
});

/** A name that a person gives. */
export const chosenName = checkedText(givenName).trim();

export const chosenUsername = checkedText(checkUsername);

/** Only the last part of a path is new. */
export const newPath = checkedText((path) => checkSlug(path.split('/').at(-1) ?? ''));

/** What a new credential is for, may do, and may come from. */
export const credentialWishes = {
  name: z.string().min(1).describe('what it is for'),
  scope: z
    .array(z.enum(scopes))
    .min(1)
    .exactOptional()
    .describe('a scope, by default all of SCIM; repeatable'),
  cidr: z
    .array(checkedText(checkedRange))
    .default([])
    .describe('an address range that may use it, by default any; repeatable'),
};

/** How long a credential works beside the one that replaces it. */
export const overlap = z
  .number()
  .min(0)
  .max(limits.overlapHours)
  .default(24)
  .describe('hours for which the old one still works');

/** A page of a list. */
export const paging = {
  limit: z.int().min(1).max(limits.maxPageSize).default(limits.pageSize).describe('how many to show'),
  after: z
    .string()
    .min(1)
    .exactOptional()
    .describe('the cursor of the next page, which the former page shows'),
};

/** The range that `paging` asks for. */
export function pageOf({ limit, after }: { readonly limit: number; readonly after?: string }) {
  return { limit, ...(after === undefined ? {} : { after }) };
}

/** The input does not fit the operation. */
export class InvalidArguments extends Error {
  readonly code = 'invalid_arguments';
}

/** Throws `InvalidArguments` with a sentence for each mistake. `nameOf` is the caller's spelling of an argument. */
export function checkedInput<S extends z.ZodObject>(
  schema: S,
  given: unknown,
  nameOf: (argument: string) => string = (argument) => argument,
): z.output<S> {
  const parsed = schema.safeParse(given, { error: mistakeIn });
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  // A number beyond every limit breaks two of them.
  const told = issues.filter(
    ({ code, path }, at) =>
      !code.startsWith('too_') || at === issues.findLastIndex((one) => String(one.path) === String(path)),
  );
  const mistakes = told.map(({ path: [name], message }) =>
    name === undefined ? message : `${nameOf(String(name))}: ${message}`,
  );
  throw new InvalidArguments(mistakes.join('; '));
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'must be a whole number',
  number: 'must be a number',
  string: 'must be a text',
  boolean: 'is on or off',
  array: 'must be a list',
};

/** The mistake in an argument, in plain words; undefined when the schema has its own message. */
export function mistakeIn(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : TYPES[issue.expected];
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}
