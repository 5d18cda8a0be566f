import type { ReactNode } from 'react';

interface TableProps {
  caption: string;
  head: readonly ReactNode[];
  /** Columns of figures, by their place. */
  figures?: readonly number[];
  children: ReactNode;
}

/** Wider than the screen, it is scrolled by itself, by keyboard too; the page never is. */
export function Table({ caption, head, figures = [], children }: TableProps) {
  return (
    <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((title, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns stay where they are
              <th key={index} scope="col" className={figures.includes(index) ? 'figure' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
