import type { ReactNode } from 'react';

interface TableProps {
  caption: string;
  head: readonly ReactNode[];
  /** Where a heading above says the same, it is for ears alone. */
  hasHeading?: boolean;
  /** Columns of figures, by their place. */
  figures?: readonly number[];
  children: ReactNode;
}

/** Wider than the screen, it is scrolled by itself, by keyboard too; the page never is. */
export function Table({ caption, hasHeading = false, head, figures = [], children }: TableProps) {
  return (
    <div className="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={hasHeading ? 'away' : undefined}>{caption}</caption>
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
