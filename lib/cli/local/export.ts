import { z } from 'zod';
import { counting, exportLines } from '../../operations/index.ts';
import { exportOfService } from '../control_client.ts';
import { Trouble } from '../errors.ts';
import { askOrOpen } from '../open.ts';
import { plural } from '../terminal/layout.ts';
import { linesOf, writeLines } from './files.ts';
import { localCommand } from './local_command.ts';

export const exportCommand = localCommand({
  name: 'export',
  summary: 'Writes every document of the store to a file, one JSON line each.',
  example: 'export --out rollcall.ndjson',
  begins: false,
  args: z.object({ out: z.string().min(1).describe('a new file; - for standard output') }),
  run: (config, { out }) => {
    const into = async (lines: AsyncIterable<string>, live: boolean) => {
      const counted = counting(lines);
      await writeLines(out, whole(counted));
      return { file: out, live, ...counted.moved() };
    };
    return askOrOpen(
      config,
      async (directory) => {
        const pieces = await exportOfService(directory);
        return pieces && into(linesOf(pieces), false);
      },
      (services) => into(exportLines(services), config.mongodbUri !== undefined),
    );
  },
  text: ({ file, documents, live }) =>
    `Wrote ${plural(documents, 'document')} to ${file}. It holds password and token digests: keep it safe.` +
    (live ? ' It may contain concurrent changes in part; stop the service for an exact copy.' : ''),
});

/** Throws when the lines stop before the last line of an export. */
export async function* whole({ lines, isWhole }: ReturnType<typeof counting>): AsyncGenerator<string> {
  yield* lines;
  if (!isWhole())
    throw new Trouble(
      'service_unreachable',
      'The running service aborted the export. Try again; its log has the reason.',
    );
}
