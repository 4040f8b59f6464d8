import { type Collection, type Doc, PLATFORM, type Reader, type Store, Unavailable } from '../store/index.ts';

/**
 * The format of the data that this version writes, and the oldest one that still reads it. Raise `FORMAT` with every
 * change that a former version would not understand, and `OLDEST_READER` when a former version would do harm.
 */
const FORMAT = 1;
const OLDEST_READER = 1;

/** What the data was written with: a single document, with the id `format`. */
export interface DataFormat extends Doc {
  readonly format: number;
  readonly oldestReader: number;
  /** The version of Rollcall that wrote it. */
  readonly version: string;
}

export const dataFormats: Collection<DataFormat> = {
  name: 'data_formats',
  scope: 'platform',
  unique: {},
  indexes: {},
};

const ID = 'format';

/** What this version writes. */
export const ownFormat = { format: FORMAT, oldestReader: OLDEST_READER };

/** Undefined in a store of a version without formats, which every version reads. */
export function dataFormat(reader: Pick<Reader, 'get'>): Promise<DataFormat | undefined> {
  return reader.get(dataFormats, PLATFORM, ID);
}

/** Why this version must not open data of this format, in a sentence; undefined when it may. */
export function unreadable({
  oldestReader,
  version,
}: Pick<DataFormat, 'oldestReader' | 'version'>): string | undefined {
  if (oldestReader <= FORMAT) return undefined;
  return (
    `The data was written by Rollcall ${version}, and versions that read only format ${FORMAT} would harm it; it needs ` +
    `format ${oldestReader}. Start Rollcall ${version} or a newer one, or restore the backup from before the upgrade.`
  );
}

/** Records the format that this version of Rollcall writes; one of a newer version stays. */
export async function markFormat(store: Store, version: string): Promise<void> {
  await store.transaction(async (unit) => {
    const held = await dataFormat(unit);
    if (held && held.format >= FORMAT) return;
    if (held) unit.update(dataFormats, { ...held, ...ownFormat, version });
    else unit.insert(dataFormats, { id: ID, ...ownFormat, version });
  });
}

/** Throws `Unavailable` when this version must not open the data. */
export async function assertReadable(reader: Pick<Reader, 'get'>): Promise<void> {
  const held = await dataFormat(reader);
  const why = held && unreadable(held);
  if (why !== undefined) throw new Unavailable(why);
}
