import { expect } from 'chai';
import { progressLine, withProgress, workOfGroup } from '../../lib/cli/progress.ts';
import type { WorkView } from '../../lib/operations/work.ts';

const work = { title: 'Removal of Okta', state: 'running', done: 1_200, total: 10_000 } as WorkView;

describe('the progress of a command', () => {
  it('is shown on a terminal while the command runs, and its line is removed at the end', async () => {
    const written: string[] = [];
    let end: (result: string) => void = () => undefined;
    const running = new Promise<string>((resolve) => {
      end = resolve;
    });
    const write = (text: string) => {
      written.push(text);
      end('done');
    };
    const { show, clear } = progressLine({ isTTY: true, columns: 80, write });
    const result = await withProgress(
      () => running,
      async () => workOfGroup.progress({ works: [{ ...work, state: 'done' }, work] }),
      show,
    );
    clear();
    expect(result).to.equal('done');
    expect(written).to.deep.equal(['\r\u001b[KRemoval of Okta: 1,200 of 10,000', '\r\u001b[K']);
  });

  it('is not shown where the output is not a terminal', () => {
    expect(progressLine({ write: () => expect.fail() }).show).to.equal(undefined);
  });
});
