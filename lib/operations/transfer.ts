import { createHash } from 'node:crypto';
import { z } from 'zod';
import { limits } from '../../config/limits.ts';
import { firstRunCodes } from '../accounts/index.ts';
import { leases } from '../jobs/index.ts';
import type { Collection, Doc, Store } from '../store/index.ts';
import { allCollections } from './collections.ts';
import { dataFormat, dataFormats, unreadable } from './data_format.ts';
import { searchStates } from './former_words.ts';
import { type Fingerprints, fingerprints, isOf, secretMark, secretMarks } from './secret_marks.ts';
import type { Secrets, Services } from './services.ts';

const FORMAT = 1;

const headerShape = z.object({
  rollcall: z.literal('export'),
  format: z.int(),
  at: z.string(),
  secrets: z.string(),
  /** Absent in an export of an earlier version. */
  samlSecret: z.string().optional(),
  /** What a version must read to take it; absent in an export of an earlier version. */
  data: z.object({ oldestReader: z.int(), version: z.string() }).optional(),
});
const docShape = z.custom<Doc>(
  (doc) => z.object({ id: z.string(), v: z.int().min(1) }).safeParse(doc).success,
);
const lineShape = z.object({ in: z.string(), doc: docShape });
const footerShape = z.object({
  end: z.literal(true),
  documents: z.int().min(0),
  /** Absent in an export of an earlier version. */
  sha256: z.string().optional(),
});

/** Why an import did not start or finish. */
export class TransferError extends Error {
  readonly code: 'invalid_export' | 'not_empty' | 'half_imported';

  constructor(code: TransferError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

interface Moved {
  readonly documents: number;
  /** The number of documents in each collection; omits empty ones. */
  readonly collections: Readonly<Record<string, number>>;
}

type Lines = AsyncIterable<string>;

/** What the secrets of an import must be. */
interface Demanded {
  /** Whether they may differ from those of the export. */
  readonly otherSecrets: boolean;
  /** Whether the SAML secret must be the same too: without it keys and secrets of webhooks have to be rotated. */
  readonly sameSamlSecret?: boolean;
}

/**
 * Every document of every collection, one per line, between a first line with the format and a last line with the
 * count and the SHA-256 of all lines before. The embedded store gives the documents of one moment.
 */
export async function* exportLines({ store, secrets }: Services): AsyncGenerator<string> {
  const at = new Date(store.now()).toISOString();
  const writtenWith = (await secretMark(store)) ?? fingerprints(secrets);
  const sum = createHash('sha256');
  const line = (value: object) => {
    const text = JSON.stringify(value);
    sum.update(`${text}\n`);
    return text;
  };
  const still = await store.still();
  try {
    const { samlKey: samlSecret } = writtenWith;
    const written = await dataFormat(store);
    yield line({
      ...{ rollcall: 'export', format: FORMAT, at },
      ...{
        secrets: secretsOf(writtenWith),
        samlSecret,
        ...(written ? { data: { oldestReader: written.oldestReader, version: written.version } } : {}),
      },
    });
    let documents = 0;
    for (const collection of moved(allCollections))
      for await (const doc of (still ?? store).scan(collection)) {
        yield line({ in: collection.name, doc });
        documents += 1;
      }
    yield JSON.stringify({ end: true, documents, sha256: sum.digest('hex') });
  } finally {
    await still?.close();
  }
}

/**
 * Imports an export into an empty store; documents keep their ids and versions. Calls `open` twice: it checks the whole
 * export before it writes anything. Throws `TransferError`.
 */
export async function importLines(
  { store, secrets }: Services,
  open: () => Lines,
  { otherSecrets, sameSamlSecret = false }: Demanded,
): Promise<Moved> {
  const known = new Map(moved(allCollections).map((collection) => [collection.name, collection]));
  const { header, moved: found } = await checkedExport(open(), known);
  if (!otherSecrets && !isWrittenWith(header, secrets, sameSamlSecret))
    throw new TransferError(
      'invalid_export',
      'The file was made with other secrets: its tokens would not work and its audit log would not verify. Copy ' +
        `the secrets of that installation first${sameSamlSecret ? '' : ', or say --other-secrets'}.`,
    );
  const filled = await filledCollection(store);
  if (filled !== undefined)
    throw new TransferError(
      'not_empty',
      `The store is not empty: there are ${filled}. Import into an empty one.`,
    );
  try {
    for await (const batch of batches(open(), known))
      await store.transaction(async (unit) => {
        for (const { collection, doc } of batch) unit.restore(collection, doc);
      });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TransferError('half_imported', `${why} Empty the store before you try again.`, error);
  }
  return found;
}

/** Counts documents while lines pass; `moved` returns the counts. */
export function counting(lines: Lines): { readonly lines: Lines; moved(): Moved; isWhole(): boolean } {
  const counts = new Map<string, number>();
  let whole = false;
  async function* passing() {
    for await (const line of lines) {
      const parsed = lineShape.pick({ in: true }).safeParse(parsedJson(line));
      if (parsed.success) counts.set(parsed.data.in, (counts.get(parsed.data.in) ?? 0) + 1);
      else whole = footerShape.safeParse(parsedJson(line)).success;
      yield line;
    }
  }
  return { lines: passing(), moved: () => sum(counts), isWhole: () => whole };
}

type Known = ReadonlyMap<string, Collection<Doc>>;

async function checkedExport(
  lines: Lines,
  known: Known,
): Promise<{ header: z.output<typeof headerShape>; moved: Moved }> {
  const counts = new Map<string, number>();
  let header: z.output<typeof headerShape> | undefined;
  const sha256 = createHash('sha256');
  let announced: z.output<typeof footerShape> | undefined;
  let at = 0;
  for await (const text of lines) {
    at += 1;
    if (announced !== undefined) throw broken(at, 'there is more after the end');
    const value = parsedJson(text);
    if (header === undefined) {
      header = checkedHeader(value);
      sha256.update(`${text}\n`);
      continue;
    }
    const line = lineShape.safeParse(value);
    const footer = line.success ? undefined : footerShape.safeParse(value);
    if (line.success && known.has(line.data.in))
      counts.set(line.data.in, (counts.get(line.data.in) ?? 0) + 1);
    else if (line.success) throw broken(at, `this version knows no collection ${line.data.in}`);
    else if (footer?.success) announced = footer.data;
    else throw broken(at, 'it is not a document');
    if (announced === undefined) sha256.update(`${text}\n`);
  }
  const found = sum(counts);
  if (header === undefined || announced === undefined)
    throw new TransferError(
      'invalid_export',
      'The file is incomplete: its last line is missing. Use another one.',
    );
  if (announced.documents !== found.documents)
    throw new TransferError(
      'invalid_export',
      `The file announces ${announced.documents} documents and has ${found.documents}. Use another one.`,
    );
  if (announced.sha256 !== undefined && announced.sha256 !== sha256.digest('hex'))
    throw new TransferError(
      'invalid_export',
      'The file was changed or is damaged: its content does not have the SHA-256 of its last line. Use another one.',
    );
  return { header, moved: found };
}

function checkedHeader(value: unknown): z.output<typeof headerShape> {
  const header = headerShape.safeParse(value);
  if (!header.success)
    throw new TransferError(
      'invalid_export',
      'This is not an export of Rollcall. Check that it is the right file.',
    );
  if (header.data.format !== FORMAT)
    throw new TransferError(
      'invalid_export',
      `The export has the format ${header.data.format}; this version reads ${FORMAT}. Import it with the version that wrote it.`,
    );
  const why = header.data.data && unreadable(header.data.data);
  if (why !== undefined) throw new TransferError('invalid_export', why);
  return header.data;
}

/** The name of a collection with documents; undefined for an empty store. */
export async function filledCollection(store: Store): Promise<string | undefined> {
  for (const collection of moved(allCollections))
    for await (const _doc of store.scan(collection)) return collection.name;
  return undefined;
}

/** The secrets in the header of an export. */
function secretsOf({ tokenPepper, auditKey }: Fingerprints): string {
  return `${tokenPepper}.${auditKey}`;
}

function isWrittenWith(
  { secrets: named, samlSecret }: z.output<typeof headerShape>,
  { tokenPepper, auditKey, samlKey }: Secrets,
  sameSamlSecret: boolean,
): boolean {
  const [pepper = '', audit = ''] = named.split('.');
  const isSamlOurs = !sameSamlSecret || samlSecret === undefined || isOf(samlSecret, samlKey);
  return isOf(pepper, tokenPepper) && isOf(audit, auditKey) && isSamlOurs;
}

interface Placed {
  readonly collection: Collection<Doc>;
  readonly doc: Doc;
}

async function* batches(lines: Lines, known: Known): AsyncGenerator<readonly Placed[]> {
  let batch: Placed[] = [];
  let chars = 0;
  for await (const text of lines) {
    const line = lineShape.safeParse(parsedJson(text));
    const collection = line.success ? known.get(line.data.in) : undefined;
    if (!line.success || !collection) continue;
    batch.push({ collection, doc: line.data.doc });
    chars += text.length;
    if (batch.length < limits.importBatch && chars < limits.importBatchChars) continue;
    yield batch;
    batch = [];
    chars = 0;
  }
  if (batch.length > 0) yield batch;
}

/** A job's lease and a first-run code belong to processes, the others to one store: none is data. */
function moved(all: readonly Collection<Doc>[]): Collection<Doc>[] {
  const others: readonly Pick<Collection<Doc>, 'name'>[] = [
    leases,
    firstRunCodes,
    secretMarks,
    dataFormats,
    searchStates,
  ];
  return all.filter((one) => !others.some(({ name }) => name === one.name));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sum(counts: ReadonlyMap<string, number>): Moved {
  const documents = [...counts.values()].reduce((total, count) => total + count, 0);
  return { documents, collections: Object.fromEntries(counts) };
}

function broken(line: number, why: string): TransferError {
  return new TransferError('invalid_export', `The file is broken at line ${line}: ${why}. Use another one.`);
}
