import { z } from 'zod';
import { allCollections } from '../../operations/index.ts';
import { loadRegistry } from '../../scim/index.ts';
import { checkSecrets } from '../own_secrets.ts';
import { plural } from '../terminal/layout.ts';
import { localCommand } from './local_command.ts';

export const migrateCommand = localCommand({
  name: 'migrate',
  summary: 'Builds the MongoDB indexes that this version needs. May take long on a large database.',
  example: 'migrate',
  begins: true,
  args: z.object({
    create: z.boolean().default(false).describe('begins a new installation if the database has none'),
  }),
  run: async (config, { create }) => {
    const { mongodbUri, schemaDir } = config;
    const mayBegin = create || config.mongodbCreate;
    if (mongodbUri === undefined) return { store: 'embedded' as const, built: [] };
    const { openMongoStore } = await import('../../store/mongo/store.ts');
    const types = await loadRegistry(schemaDir);
    const store = await openMongoStore({ uri: mongodbUri, collections: allCollections, types, mayBegin });
    try {
      await checkSecrets(store, config);
      const built = await store.missingIndexes();
      await store.ensureIndexes();
      return { store: 'mongodb' as const, built };
    } finally {
      await store.close();
    }
  },
  text: ({ store, built }) => {
    if (store === 'embedded') return 'The embedded store needs no migration.';
    if (built.length === 0) return 'All indexes are there.';
    return `Built ${plural(built.length, 'index', 'indexes')}: ${built.join(', ')}.`;
  },
});
