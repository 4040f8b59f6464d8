import { type Cell, table } from '../../lib/cli/terminal/layout.ts';
import type { Paint, Style } from '../../lib/cli/terminal/paint.ts';
import type { Change, LogEntry } from '../../lib/provisioning/types.ts';
import type { Recorded, Step } from '../../test/idp/case.ts';
import type { Exchanged } from '../../test/idp/play.ts';
import type { Seat } from './roster.ts';
import type { Customer } from './stage.ts';
import type { Story } from './stories.ts';
import { answerText, bodyLines, type Line, readablePath, shortName } from './words.ts';

const WIDEST = 120;
const styles: Readonly<Record<Seat['mark'], Style | undefined>> = {
  '+': 'green',
  '-': 'red',
  '~': 'yellow',
  ' ': undefined,
};

/** Where the demo is seen: lines no longer than the terminal is wide. */
export class Screen {
  readonly paint: Paint;
  readonly #stream: NodeJS.WriteStream;
  readonly #width: number;
  #base = '';

  constructor(stream: NodeJS.WriteStream, paint: Paint) {
    this.#stream = stream;
    this.#width = Math.min(stream.columns || WIDEST, WIDEST);
    this.paint = paint;
  }

  print(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  /** Introduces a customer. */
  story({ provider, group }: Story, { scimUrl }: Customer): void {
    this.#base = scimUrl;
    const rule = '━'.repeat(this.#width);
    this.print(`\n${this.paint('cyan', rule)}\n${this.paint('bold', provider)} pushes to ${group}`);
    this.print(`${this.paint('dim', scimUrl)}\n${this.paint('cyan', rule)}`);
  }

  /** Introduces a recorded conversation. */
  recording({ title, file }: Recorded): void {
    this.print(`\n${this.paint('bold', this.#cut(title))}  ${this.paint('dim', file)}`);
  }

  /** Shows a request, its answer, and what the owner's log says of it. */
  exchange({ name }: Step, exchanged: Exchanged, entry: LogEntry | undefined): void {
    const { sent, reply } = exchanged;
    this.print(name === undefined ? '' : `\n${this.#cut(name)}`);
    const path = readablePath(sent.url, this.#base);
    this.print(`  ${this.paint('cyan', '→')} ${this.paint('bold', sent.method)} ${this.#cut(path, 12)}`);
    this.#lines(bodyLines(sent), 'dim');
    const style: Style = reply.status >= 400 ? 'yellow' : 'green';
    const answer = this.#cut(answerText(exchanged), 10);
    this.print(`  ${this.paint(style, `← ${reply.status}`)} ${answer}`.trimEnd());
    if (entry && entry.resourceId !== undefined) this.#happened(entry);
  }

  /** Shows who is a member now, and who came and went. */
  members(group: string, seats: readonly Seat[]): void {
    const rows = seats.map(({ mark, username, name, email, role, by }): Cell[] => {
      const style = styles[mark];
      const cells = [mark, username, name, email, role, by];
      return style ? cells.map((text) => [style, text] as const) : cells;
    });
    const text = table(['', 'username', 'name', 'e-mail', 'role', 'by'], rows, this.paint);
    this.print(`\n    ${this.paint('dim', `members of ${group}`)}`);
    this.print(text.replace(/^/gm, '    '));
  }

  #happened({ outcome, changes = [], leniencies = [] }: LogEntry): void {
    this.print(`  ${this.paint('green', '✓')} ${this.#cut(outcome, 4)}`);
    this.#changes(changes.filter(({ what }) => !what.startsWith('role in group')));
    if (leniencies.length > 0)
      this.print(`  ${this.paint('yellow', `≈ understood in spite of: ${leniencies.join(', ')}`)}`);
  }

  /** Before and after beside each other where there is room, else below each other. */
  #changes(changes: readonly Change[]): void {
    const names = changes.map(({ what }) => shortName(what));
    const widest = Math.max(0, ...names.map((name) => name.length));
    for (const [at, { from = '∅', to = '∅' }] of changes.entries()) {
      const name = `      ${(names[at] ?? '').padEnd(widest)}  `;
      if (name.length + from.length + to.length + 3 <= this.#width) this.print(`${name}${from} → ${to}`);
      else {
        this.print(name + this.#cut(from, name.length));
        this.print(this.#cut(`${' '.repeat(name.length - 2)}→ ${to}`));
      }
    }
  }

  #lines(lines: readonly Line[], style?: Style): void {
    const widest = Math.max(0, ...lines.map(([name]) => name.length));
    for (const [name, value] of lines) {
      const text = this.#cut(`${name.padEnd(widest)}  ${value}`.trimEnd(), 6);
      this.print(`      ${style ? this.paint(style, text) : text}`);
    }
  }

  #cut(text: string, taken = 0): string {
    const room = this.#width - taken;
    return text.length > room ? `${text.slice(0, room - 1)}…` : text;
  }
}
