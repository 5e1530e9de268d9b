import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { type Column, FigureTable } from '../../../../src-renderer/widgets/figure-table.tsx';

const COLUMNS: readonly Column[] = [
  { name: 'Venue' },
  { name: 'msg/s', isNumber: true, widths: ['w-spark', 'w-rate'], title: 'Messages a second' },
  { name: 'Restart', isHidden: true, widths: ['w-button'] },
];

const markup = (rows: readonly string[]): string => {
  const lines = rows.map((row) => createElement('tr', { key: row }, createElement('td', null, row)));
  return renderToStaticMarkup(createElement(FigureTable, { columns: COLUMNS, rows: lines, empty: 'Nothing yet' }));
};

test('a table of figures has a width for every cell, a head for every column and its rows', () => {
  expect(markup(['a'])).toBe(
    '<table class="figures"><colgroup><col/><col class="w-spark"/><col class="w-rate"/><col class="w-button"/></colgroup>' +
      '<thead><tr><th scope="col">Venue</th><th scope="col" class="num" title="Messages a second" colSpan="2">msg/s</th>' +
      '<th scope="col" colSpan="1"><span class="hidden-visually">Restart</span></th></tr></thead>' +
      '<tbody><tr><td>a</td></tr></tbody></table>',
  );
});

test('without a row it says so over its whole width', () => {
  expect(markup([])).toContain('<tbody><tr><td colSpan="4" class="faint">Nothing yet</td></tr></tbody>');
});
