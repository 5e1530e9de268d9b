/** The head of every table, from a list of its columns, and the plain table of figures with a line for when it is empty. */
import type { ReactNode } from 'react';

export type Column = {
  readonly name: string;
  readonly title?: string;
  /** Figures stand on the right. */
  readonly isNumber?: boolean;
  /** The name is read aloud, not shown. */
  readonly isHidden?: boolean;
  /** The classes of its widths: one for each cell below the name. Without one it takes the width that is left. */
  readonly widths?: readonly string[];
};

/** The cells of a head. */
export function HeadCells({ columns }: { readonly columns: readonly Column[] }) {
  return columns.map(({ name, title, isNumber, isHidden, widths }) => (
    <th key={name} scope="col" className={isNumber ? 'num' : undefined} title={title} colSpan={widths?.length}>
      {isHidden ? <span className="hidden-visually">{name}</span> : name}
    </th>
  ));
}

type FigureTableProps = {
  readonly columns: readonly Column[];
  readonly rows: readonly ReactNode[];
  /** Said where there is no row. */
  readonly empty?: string;
};

export function FigureTable({ columns, rows, empty }: FigureTableProps) {
  const widths = columns.flatMap((column) =>
    (column.widths ?? ['']).map((width, at) => ({ width, name: column.name, at })),
  );
  return (
    <table className="figures">
      <colgroup>
        {widths.map(({ width, name, at }) => (
          <col key={`${name} ${at}`} className={width === '' ? undefined : width} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <HeadCells columns={columns} />
        </tr>
      </thead>
      <tbody>
        {rows}
        {rows.length === 0 && empty !== undefined ? (
          <tr>
            <td colSpan={widths.length} className="faint">
              {empty}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}
