/**
 * A first look at what assistive technology is given: landmarks, names of everything that can be worked, labels of pictures,
 * ids that occur once. It finds what is missing, not what is badly said.
 */
import type { Page } from '@playwright/test';

/** One sentence for each fault; none is right. */
export function auditPage(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const shown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
    const all = (selector: string): readonly Element[] => [...document.querySelectorAll(selector)].filter(shown);
    const start = (element: Element): string => element.outerHTML.slice(0, 120);

    const nameOf = (element: Element): string => {
      const by = element.getAttribute('aria-labelledby');
      const labels = by ? by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '') : [];
      const own = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null;
      const texts = [
        element.getAttribute('aria-label'),
        ...labels,
        ...[...(own ?? [])].map((label) => label.textContent),
        element.textContent,
        element.getAttribute('title'),
      ];
      return texts.map((text) => text?.trim() ?? '').find((text) => text !== '') ?? '';
    };

    if (document.documentElement.lang === '') faults.push('the page has no language');
    if (document.title === '') faults.push('the page has no title');
    for (const [name, selector] of [
      ['banner', 'body header'],
      ['main', 'main'],
      ['search', 'search'],
    ] as const) {
      if (all(selector).length === 0) faults.push(`there is no ${name} landmark`);
    }
    if (all('main').length > 1) faults.push('there is more than one main landmark');
    const controls = 'button, a[href], input, select, textarea, summary, [role=button], [role=tab], [role=option]';
    for (const element of all(controls)) if (nameOf(element) === '') faults.push(`no name: ${start(element)}`);
    for (const role of ['table', 'listbox', 'dialog', 'img', 'log', 'tablist', 'tabpanel', 'region']) {
      for (const element of all(`[role=${role}]`)) {
        if (nameOf(element) === '') faults.push(`a ${role} without a name: ${start(element)}`);
      }
    }
    for (const table of all('table')) {
      if (table.closest('[aria-hidden=true]') !== null) continue;
      if (table.querySelector('th') === null) faults.push(`a table without heads: ${start(table)}`);
    }
    for (const picture of all('svg, canvas, img')) {
      const isHidden = picture.closest('[aria-hidden=true]') !== null;
      if (!isHidden && nameOf(picture) === '') faults.push(`a picture without a name: ${start(picture)}`);
    }
    for (const element of all('[aria-controls], [aria-activedescendant]')) {
      const expanded = element.getAttribute('aria-expanded') !== 'false';
      const ids = [
        element.getAttribute('aria-activedescendant'),
        expanded ? element.getAttribute('aria-controls') : null,
      ];
      for (const id of ids) {
        if (id && document.getElementById(id) === null)
          faults.push(`refers to #${id}, which is not there: ${start(element)}`);
      }
    }
    const seen = new Set<string>();
    for (const { id } of document.querySelectorAll('[id]')) {
      if (seen.has(id)) faults.push(`the id ${id} occurs twice`);
      seen.add(id);
    }
    for (const element of all('[tabindex]')) {
      if (Number(element.getAttribute('tabindex')) > 0) faults.push(`a tabindex above 0: ${start(element)}`);
    }
    return faults;
  });
}
