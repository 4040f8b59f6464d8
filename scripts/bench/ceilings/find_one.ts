import Router from '@koa/router';
import Koa from 'koa';
import mongoose, { type mongo } from 'mongoose';
import { storedUser, userOf } from '../people.ts';
import { serve } from './serve.ts';

/** Koa and one `findOne` by an indexed field among as many users as the argument says. */
const [uri = '', count = '1000'] = process.argv.slice(2);
const client = await new mongoose.mongo.MongoClient(uri).connect();
const users = client.db().collection<mongo.Document & { _id: string }>('bench_users');
const all = Array.from({ length: Number(count) }, (_, n) => ({
  ...storedUser(userOf(n), `${n}`),
  _id: `${n}`,
}));
for (let from = 0; from < all.length; from += 1_000) await users.insertMany(all.slice(from, from + 1_000));
await users.createIndex({ userName: 1 }, { unique: true });

const app = new Koa();
const router = new Router();
router.get('/Users/:userName', async (ctx) => {
  ctx.body = await users.findOne({ userName: ctx.params.userName });
});
app.use(router.routes());
serve(app.callback());
