import { openMongoStore } from '../../../lib/store/mongo/store.ts';
import { registry } from '../collections.ts';
import { storeContract } from '../contract.ts';
import { describeMongo } from './available.ts';
import { dropDatabase, testDatabase } from './database.ts';

describeMongo('MongoDB', (server) => {
  storeContract('store/mongo', async ({ collections, retry }) => {
    const uri = testDatabase(server) ?? server;
    const open = () => openMongoStore({ uri, collections, types: registry, ...(retry ? { retry } : {}) });
    let store = await open();
    return {
      store,
      async reopen() {
        await store.close();
        store = await open();
        return store;
      },
      async destroy() {
        await store.close();
        await dropDatabase(uri);
      },
    };
  });
});
