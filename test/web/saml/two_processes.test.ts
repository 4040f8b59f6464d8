import { expect } from 'chai';
import { boot, type Rollcall } from '../../helper.ts';
import { dropDatabase, testDatabase } from '../../store/mongo/database.ts';
import { person } from '../people.ts';
import { noMailServer, Visitor } from '../visitor.ts';
import { answer, begun, bring, codeOf, linked, type Stage, stage } from './stage.ts';

const secret = (letter: string) => letter.repeat(43);

/** Two processes share their secrets and the database; without MongoDB there is one, which answers itself. */
describe('SAML with two processes', () => {
  const database = testDatabase();
  let apps: readonly [Rollcall, Rollcall];
  let scene: Stage;
  before(async () => {
    const env = {
      ...noMailServer,
      ...(database === undefined ? {} : { MONGODB_URI: database }),
      TOKEN_PEPPER: secret('p'),
      CURSOR_SECRET: secret('c'),
      AUDIT_SECRET: secret('a'),
      SAML_SECRET: secret('s'),
    };
    const first = await boot({ env });
    apps = [first, database === undefined ? first : await boot({ env })];
    scene = await stage(first);
  });
  after(async () => {
    for (const app of new Set(apps)) await app.close();
    await dropDatabase(database);
  });

  /** The same browser, at the other process. */
  const moved = (visitor: Visitor, to: Rollcall) => {
    const other = new Visitor(to);
    for (const [name, value] of visitor.cookies) other.take(name, value);
    return other;
  };

  it('answers at one process a sign-in that started at the other', async () => {
    const ann = await person(apps[0]);
    await linked(scene, ann.id, 'two-1');
    const begins = new Visitor(apps[0]);
    const request = await begun(scene, begins);
    const ends = moved(begins, apps[1]);
    const response = await answer(scene, request, { nameId: 'two-1' });
    expect((await bring(scene, ends, request, response)).location).to.equal('/profile');
    expect(await moved(ends, apps[0]).isSignedIn()).to.equal(true);
    expect(codeOf(await bring(scene, moved(begins, apps[0]), request, response))).to.equal(
      'saml.request_unknown',
    );
  });

  it('accepts at one process only a response sent to both at once', async () => {
    const ann = await person(apps[0]);
    await linked(scene, ann.id, 'two-2');
    const begins = new Visitor(apps[0]);
    const request = await begun(scene, begins);
    const response = await answer(scene, request, { nameId: 'two-2' });
    const all = await Promise.all(
      [apps[0], apps[1], apps[0], apps[1]].map((app) => bring(scene, moved(begins, app), request, response)),
    );
    expect(all.map(({ location }) => location).filter((to) => to === '/profile')).to.have.length(1);
    expect(all.map(({ status }) => status)).to.deep.equal([303, 303, 303, 303]);
  });
});
