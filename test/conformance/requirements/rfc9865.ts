import { expect } from 'chai';
import type { Resource } from '../../../lib/scim/schema/types.ts';
import { type Scene, SEARCH } from './scene.ts';
import type { Source } from './types.ts';

const page = async (scene: Scene, query: string) => (await scene.scim('GET', `/Users?${query}`)).body;
const cursorOf = ({ nextCursor }: Resource) => encodeURIComponent(String(nextCursor));

async function three(scene: Scene): Promise<void> {
  for (let at = 0; at < 3; at++) await scene.user();
}

export const rfc9865: Source = {
  name: 'RFC 9865',
  document: '[RFC 9865](https://www.rfc-editor.org/rfc/rfc9865): paging by cursor.',
  requirements: [
    {
      section: '2',
      level: 'MUST',
      text: 'an empty cursor asks for the first page',
      async check(scene) {
        await three(scene);
        const body = await page(scene, 'cursor=&count=2');
        expect(body).to.include.keys('nextCursor', 'totalResults', 'itemsPerPage', 'Resources');
        expect(body.Resources).to.have.length(2);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'the last page has no nextCursor',
      async check(scene) {
        await three(scene);
        const ids: unknown[] = [];
        let body = await page(scene, 'cursor=&count=7');
        for (;;) {
          ids.push(...(body.Resources as Resource[]).map(({ id }) => id));
          if (!('nextCursor' in body)) break;
          body = await page(scene, `cursor=${cursorOf(body)}&count=7`);
        }
        expect(new Set(ids).size).to.equal(ids.length);
        expect(ids.length).to.equal(body.totalResults);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a cursor is an opaque text of characters that a URL may have',
      async check(scene) {
        await three(scene);
        expect((await page(scene, 'cursor=&count=1')).nextCursor).to.match(/^[\w.~-]+$/);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'totalResults of each page is the number of all matches',
      async check(scene) {
        await three(scene);
        const first = await page(scene, 'cursor=&count=1');
        const second = await page(scene, `cursor=${cursorOf(first)}&count=1`);
        expect(second.totalResults).to.equal(first.totalResults);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a page has no more resources than count',
      async check(scene) {
        await three(scene);
        expect((await page(scene, 'cursor=&count=2')).itemsPerPage).to.equal(2);
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a cursor that the service has not made is 400 invalidCursor',
      check: (scene) =>
        scene.refused(scene.scim('GET', '/Users?cursor=nonsense&count=2'), 400, 'invalidCursor'),
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a cursor belongs to its query: with another filter it is 400 invalidCursor',
      async check(scene) {
        await three(scene);
        const cursor = cursorOf(await page(scene, 'cursor=&count=1'));
        await scene.refused(
          scene.scim('GET', `/Users?cursor=${cursor}&count=1&filter=title%20pr`),
          400,
          'invalidCursor',
        );
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'an expired cursor is 400 expiredCursor',
      test: 'refuse an expired cursor, and accept a younger one',
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a count that is no number is 400 invalidCount',
      check: (scene) => scene.refused(scene.scim('GET', '/Users?cursor=&count=x'), 400, 'invalidCount'),
    },
    {
      section: '2',
      level: 'MUST',
      text: 'a cursor of one customer opens no page of another',
      async check(scene) {
        await three(scene);
        const cursor = cursorOf(await page(scene, 'cursor=&count=1'));
        await scene.refused(scene.elsewhere('GET', `/Users?cursor=${cursor}&count=1`), 400, 'invalidCursor');
      },
    },
    {
      section: '2',
      level: 'SHOULD',
      text: 'pages by cursor are sorted where the client asks for it',
      async check(scene) {
        await three(scene);
        const names: string[] = [];
        let body = await page(scene, 'sortBy=userName&cursor=&count=4');
        for (;;) {
          names.push(...(body.Resources as Resource[]).map(({ userName }) => String(userName)));
          if (!('nextCursor' in body)) break;
          body = await page(scene, `sortBy=userName&cursor=${cursorOf(body)}&count=4`);
        }
        expect(names).to.deep.equal([...names].sort());
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'without a paging parameter the default method answers, and no error',
      async check(scene) {
        const { status, body } = await scene.scim('GET', '/Users');
        expect(status).to.equal(200);
        expect(body).to.include.keys('startIndex').and.not.have.any.keys('nextCursor');
      },
    },
    {
      section: '2',
      level: 'MUST',
      text: 'cursor and startIndex in one request are refused',
      check: (scene) => scene.refused(scene.scim('GET', '/Users?cursor=&startIndex=1'), 400, 'invalidValue'),
    },
    {
      section: '2',
      level: 'MAY',
      text: 'previousCursor leads back',
      deviates:
        'There is no previousCursor. The specification leaves it to the service, and no known client uses it',
    },
    {
      section: '3',
      level: 'MUST',
      text: 'a search by POST takes a cursor in its body',
      async check(scene) {
        await three(scene);
        const asked = (cursor: string) => ({ schemas: [SEARCH], cursor, count: 1 });
        const first = (await scene.scim('POST', '/Users/.search', asked(''))).body;
        const second = await scene.scim('POST', '/Users/.search', asked(String(first.nextCursor)));
        expect(second.status).to.equal(200);
        expect((second.body.Resources as Resource[])[0]?.id).not.to.equal(
          (first.Resources as Resource[])[0]?.id,
        );
      },
    },
    {
      section: '4',
      level: 'MUST',
      text: 'ServiceProviderConfig has pagination, with cursor and index',
      async check(scene) {
        expect((await scene.config()).pagination).to.include({ cursor: true, index: true });
      },
    },
    {
      section: '4',
      level: 'SHOULD',
      text: 'pagination names the default method, the page sizes and the life of a cursor',
      async check(scene) {
        const { pagination } = (await scene.config()) as { pagination: Resource };
        expect(pagination).to.include({ defaultPaginationMethod: 'index' });
        for (const name of ['defaultPageSize', 'maxPageSize', 'cursorTimeout'])
          expect(pagination[name]).to.be.a('number');
      },
    },
    {
      section: '4',
      level: 'MUST',
      text: 'a page has no more than maxPageSize resources',
      async check(scene) {
        const { maxPageSize } = (await scene.config()).pagination as Resource;
        expect((await page(scene, 'cursor=&count=100000')).itemsPerPage).to.be.at.most(Number(maxPageSize));
      },
    },
    {
      section: '4',
      level: 'MAY',
      text: 'a client of before this specification may have ServiceProviderConfig without pagination',
      test: 'decide what the discovery documents have',
    },
  ],
};
