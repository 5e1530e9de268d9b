/**
 * The import rules inside src-renderer: which folder may import which. The folders are listed from the innermost outwards and
 * each may import only those before it, so no two can import each other. Only panes/index.ts, the registry, imports the panes.
 */
import { below, eachImport, mayReach, type Rule } from './import-rules.ts';

const paneFolder = (path: string | undefined): string | undefined =>
  /^src-renderer\/panes\/[^/]+(?=\/)/.exec(path ?? '')?.[0];

const inWindow = (...folders: string[]): string[] => folders.map((folder) => `src-renderer/${folder}`);

/** What a browser offers that a model must not touch: drawing, elements, clocks. */
const browserGlobals = new Set([
  'document',
  'window',
  'performance',
  'requestAnimationFrame',
  'setTimeout',
  'setInterval',
  'Date.now',
  'HTMLElement',
  'HTMLCanvasElement',
  'CanvasRenderingContext2D',
]);

export const windowRules: Rule[] = [
  {
    title: 'text imports only src-shared',
    find: mayReach('src-renderer/text', ['src-shared'], []),
    counterExample: { 'src-renderer/text/format.ts': `import { themeStore } from '../stores/theme-store.ts';` },
  },
  {
    title: 'ports import only src-shared',
    find: mayReach('src-renderer/ports', ['src-shared'], ['zustand']),
    counterExample: { 'src-renderer/ports/connect.ts': `import { toast } from '../stores/toasts-store.ts';` },
  },
  {
    title: 'stores import only ports, text and src-shared',
    find: mayReach('src-renderer/stores', ['src-shared', ...inWindow('ports', 'text')], ['zustand', 'react']),
    counterExample: { 'src-renderer/stores/shown.ts': `import { VenueTag } from '../widgets/venue-tag.tsx';` },
  },
  {
    title: 'paint imports nothing of the window but text',
    find: mayReach('src-renderer/paint', ['src-shared', ...inWindow('text')], []),
    counterExample: { 'src-renderer/paint/theme.ts': `import { Look } from '../panes/ladder/paint/ladder-look.ts';` },
  },
  {
    title: 'widgets import neither panes nor the shell',
    find: mayReach(
      'src-renderer/widgets',
      ['src-shared', ...inWindow('ports', 'text', 'stores', 'paint')],
      'any package',
    ),
    counterExample: { 'src-renderer/widgets/key-caps.tsx': `import { HOTKEYS } from '../shell/hotkeys.ts';` },
  },
  {
    title: 'a pane imports neither another pane nor the shell',
    find: eachImport(
      ({ path }) => paneFolder(path) !== undefined,
      ({ target }, { path }) => {
        const own = paneFolder(path) ?? '';
        const open = inWindow('ports', 'text', 'stores', 'paint', 'widgets', 'panes/pane.ts');
        return target === undefined || below(target, own, 'src-shared', ...open)
          ? undefined
          : `${own} may not import ${target}`;
      },
    ),
    counterExample: {
      'src-renderer/panes/ladder/pane.tsx': `const spread = await import('../spread/pane.tsx');`,
      'src-renderer/panes/trades/pane.tsx': `import { openPalette } from '../../shell/overlays-store.ts';`,
      'src-renderer/panes/market/index.tsx': `import { panes } from '../index.ts';`,
    },
  },
  {
    title: "the shell's folders do not import the shell around them",
    find: eachImport(
      ({ path }) => below(path, ...inWindow('shell/dock', 'shell/replay')),
      ({ target }, { path }) =>
        below(target, 'src-renderer/shell') && !below(target, path.slice(0, path.lastIndexOf('/')))
          ? `${path} may not import ${target}`
          : undefined,
    ),
    counterExample: { 'src-renderer/shell/dock/workspace.ts': `import { layout } from '../layout.tsx';` },
  },
  {
    title: 'the ladder model imports only text and src-shared: no React, no painting',
    find: mayReach('src-renderer/panes/ladder/model', ['src-shared', ...inWindow('text')], []),
    counterExample: {
      'src-renderer/panes/ladder/model/rows.ts': `import { makeLook } from '../paint/ladder-look.ts';`,
      'src-renderer/panes/ladder/model/state.ts': `import { useState } from 'react';`,
    },
  },
  {
    title: 'the ladder model touches no element and reads no clock',
    find: (sources) =>
      sources
        .filter(({ path }) => below(path, 'src-renderer/panes/ladder/model'))
        .flatMap(({ path, globals }) =>
          globals
            .filter(({ name }) => browserGlobals.has(name))
            .map(({ name, line }) => ({ path, line, message: `the ladder model may not use ${name}` })),
        ),
    counterExample: { 'src-renderer/panes/ladder/model/rows.ts': `export const nowMs = performance.now();` },
  },
  {
    title: 'the ladder painters import only the model, paint, text and src-shared',
    find: mayReach(
      'src-renderer/panes/ladder/paint',
      ['src-shared', ...inWindow('text', 'paint', 'panes/ladder/model')],
      [],
    ),
    counterExample: {
      'src-renderer/panes/ladder/paint/look.ts': `import type { ViewTerms } from '../ladder-terms.ts';`,
    },
  },
];
