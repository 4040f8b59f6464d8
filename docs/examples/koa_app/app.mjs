import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { createRollcall, serverOptions } from 'rollcall';

/*
 * A product with Rollcall at /provisioning:
 * node app.mjs --public-url http://localhost:3000/provisioning --data ./data --port 3000
 */
const { values } = parseArgs({
  options: {
    'public-url': { type: 'string', default: 'http://localhost:3000/provisioning' },
    data: { type: 'string', default: './data' },
    port: { type: 'string', default: '3000' },
  },
});

/** @param {object} entry */
const log = (entry) => process.stdout.write(`${JSON.stringify(entry)}\n`);

const rollcall = await createRollcall({ publicUrl: values['public-url'], dataDir: values.data, log });
const app = new Koa();

app.use(async (ctx, next) => {
  try {
    await next();
  } catch (error) {
    ctx.status = 500;
    ctx.body = { product: `could not do this: ${error instanceof Error ? error.message : error}` };
  }
});
app.use(rollcall.middleware());
app.use(bodyParser());

const router = new Router();
router.get('/', (ctx) => {
  ctx.body = { product: 'home' };
});
router.post('/notes', (ctx) => {
  ctx.body = { noted: ctx.request.body };
});
router.get('/failing', () => {
  throw new Error('a fault of the product');
});
router.get('/who', async (ctx) => {
  ctx.body = (await rollcall.signedIn(ctx)) ?? { product: 'nobody' };
});
router.get('/access/:group/:account', async (ctx) => {
  const { group, account } = ctx.params;
  ctx.body = await rollcall.perform('memberAccess', { group, account });
});
app.use(router.routes());

const server = createServer(serverOptions, app.callback());
server.listen(Number(values.port), '127.0.0.1');
await once(server, 'listening');
const address = server.address();
log({
  level: 'info',
  msg: 'the product listens',
  port: typeof address === 'object' ? address?.port : undefined,
});

process.once('SIGTERM', async () => {
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await rollcall.close();
});
