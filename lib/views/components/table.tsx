/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface Column {
  readonly title: string;
  readonly kind?: 'number' | 'acts' | 'long';
}

interface Row {
  readonly key: string;
  /** One for each column. */
  readonly cells: readonly ComponentChildren[];
}

interface TableProps {
  /** The label of the list for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** A table; on a phone a list, in which each value has the title of its column beside it. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <table>
      <caption class="sr">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, kind }) => (
            <th key={title} scope="col" class={kind}>
              {kind === 'acts' ? <span class="sr">{title}</span> : title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {columns.map(({ title, kind }, at) => (
              <td key={title} class={kind} data-label={kind === 'acts' ? undefined : title}>
                <div>{cells[at]}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
