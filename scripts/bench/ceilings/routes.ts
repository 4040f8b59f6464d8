import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { storedUser, userOf } from '../people.ts';
import { serve } from './serve.ts';

/** What a service with Rollcall's stack costs that does nothing: one JSON GET and one JSON POST. */
const app = new Koa();
const router = new Router({ prefix: '/api/scim/v2/groups/:group' });
const id = '01a207b1-d7a0-7000-93d6-5b4f7719ceff';
const user = storedUser(userOf(1), id);

router.get('/Users/:id', (ctx) => {
  ctx.body = user;
});
router.post('/Users', bodyParser({ enableTypes: ['json'], detectJSON: () => true }), (ctx) => {
  ctx.status = 201;
  ctx.body = storedUser(ctx.request.body as object, id);
});
app.use(router.routes());
serve(app.callback());
