/** @jsxRuntime automatic @jsxImportSource preact */
import { Link } from '../components/controls.tsx';

export interface Section {
  readonly to: string;
  readonly title: string;
  /** The heading above it, where it is the first of its kind. */
  readonly under?: string;
  /** How many things there need attention. */
  readonly needs?: number;
}

interface SidebarProps {
  readonly label: string;
  readonly sections: readonly Section[];
  readonly current: string;
}

/** The sections of a group or of an account. */
export function Sidebar({ label, sections, current }: SidebarProps) {
  return (
    <nav class="side" aria-label={label}>
      {parted(sections).map(({ under, items }) => (
        <div key={under}>
          {under !== undefined && <h2>{under}</h2>}
          <ul>
            {items.map(({ to, title, needs = 0 }) => (
              <li key={to}>
                <Link to={to} current={to === current}>
                  {title}
                  {needs > 0 && (
                    <span class="count">
                      {needs}
                      <span class="sr"> to look at</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function parted(sections: readonly Section[]): { under?: string | undefined; items: Section[] }[] {
  const parts: { under?: string | undefined; items: Section[] }[] = [];
  for (const section of sections) {
    const last = parts.at(-1);
    if (last && section.under === undefined) last.items.push(section);
    else parts.push({ under: section.under, items: [section] });
  }
  return parts;
}
