import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']),
  path: z.string().startsWith('/').or(z.literal('')),
  headers: z.record(z.string(), z.string()),
  body: z.record(z.string(), z.unknown()).optional(),
  raw: z.string().optional(),
  token: z.union([z.literal(false), z.string()]).optional(),
  times: z.number().int().min(2).optional(),
});

const expectation = z
  .strictObject({
    status: z.union([z.number().int(), z.array(z.number().int()).min(2)]).optional(),
    statuses: z.record(z.string(), z.number().int()).optional(),
    headers: z.record(z.string(), z.unknown()).optional(),
    body: z.unknown().optional(),
    saved: z.record(z.string(), z.unknown()).optional(),
  })
  .refine((value) => (value.status === undefined) !== (value.statuses === undefined), {
    error: 'a step expects either status or statuses',
  });

const step = z.strictObject({
  name: z.string().optional(),
  request,
  expect: expectation,
  save: z.record(z.string(), z.string()).optional(),
});

const recorded = z.strictObject({
  case: z.string().regex(/^(C-\d{3}|R-\d{2}|flow)$/),
  client: z.string(),
  title: z.string(),
  source: z.string(),
  how: z.string(),
  decision: z.string().optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
  app: z.strictObject({ env: z.record(z.string(), z.string()) }).optional(),
  steps: z.array(step).min(1),
});

export type Step = z.infer<typeof step>;

/** One conversation of an identity provider with the service: README.md in this folder describes the format. */
export interface Recorded extends z.infer<typeof recorded> {
  /** `okta/C-046-deactivate-path-less` */
  readonly file: string;
}

/** Every recorded conversation, by client and file name. Throws, naming the file, when one is malformed. */
export function recordings(): Recorded[] {
  const folder = new URL('./', import.meta.url);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const parsed = recorded.safeParse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
      if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
      return { ...parsed.data, file: name.slice(0, -'.json'.length).replaceAll('\\', '/') };
    });
}
