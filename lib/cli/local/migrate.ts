import { z } from 'zod';
import { allCollections, fillSearch } from '../../operations/index.ts';
import { loadRegistry } from '../../scim/index.ts';
import { withServices } from '../open.ts';
import { checkSecrets } from '../own_secrets.ts';
import { plural } from '../terminal/layout.ts';
import { localCommand } from './local_command.ts';

export const migrateCommand = localCommand({
  name: 'migrate',
  summary:
    'Builds the MongoDB indexes that this version needs, and the words for the search of people. May take long.',
  example: 'migrate',
  begins: true,
  args: z.object({
    create: z.boolean().default(false).describe('begins a new installation if the database has none'),
  }),
  run: async (config, { create }) => {
    const { mongodbUri, schemaDir } = config;
    const mayBegin = create || config.mongodbCreate;
    if (mongodbUri === undefined) {
      const described = await withServices(config, ({ store }) => fillSearch(store));
      return { store: 'embedded' as const, built: [], described };
    }
    const { openMongoStore } = await import('../../store/mongo/store.ts');
    const types = await loadRegistry(schemaDir);
    const store = await openMongoStore({ uri: mongodbUri, collections: allCollections, types, mayBegin });
    try {
      await checkSecrets(store, config);
      const built = await store.missingIndexes();
      await store.ensureIndexes();
      return {
        store: 'mongodb' as const,
        built,
        described: await withServices(config, (services) => fillSearch(services.store)),
      };
    } finally {
      await store.close();
    }
  },
  text: ({ store, built, described }) =>
    [
      ...(store === 'embedded' ? [] : [indexesText(built)]),
      described === 0
        ? 'The search knows everybody.'
        : `${plural(described, 'member or user', 'members and users')} can be found by the search now.`,
    ].join('\n'),
});

function indexesText(built: readonly string[]): string {
  if (built.length === 0) return 'All indexes are there.';
  return `Built ${plural(built.length, 'index', 'indexes')}: ${built.join(', ')}.`;
}
