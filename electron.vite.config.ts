/**
 * How the three Electron programs are built: main and the engine (ES modules beside each other in out/main), the
 * preload (CommonJS, because a sandboxed preload cannot be an ES module) and the window (out/renderer).
 *
 * The Node host runs the sources of main and the engine as they are and serves out/renderer; build/renderer.mjs builds
 * that one part with the `renderer` section below, so both hosts show the same window.
 */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const from = (path: string): string => resolve(root, path);

/** The development server injects inline scripts, which the window's own policy forbids; only there the policy is left out. */
const devWithoutPolicy: Plugin = {
  name: 'dev-without-policy',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/<meta[^>]*http-equiv="Content-Security-Policy"[^>]*>/s, ''),
};

export default defineConfig({
  main: {
    build: {
      outDir: from('out/main'),
      target: 'node24',
      sourcemap: true,
      rollupOptions: {
        input: {
          main: from('src-main/main.ts'),
          worker: from('src-worker/worker.ts'),
          shard: from('src-worker/shard.ts'),
          exchange: from('src-exchange/thread.ts'),
          journal: from('src-main/recording/journal-thread.ts'),
          catalog: from('src-main/catalog/catalog-thread.ts'),
          export: from('src-main/export/export-thread.ts'),
          tables: from('src-worker/tables.ts'),
          links: from('src-main/links/link-thread.ts'),
          import: from('src-main/import/import-thread.ts'),
          sessions: from('src-main/session/sessions-thread.ts'),
          replay: from('src-main/replay/replay-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      target: 'node24',
      rollupOptions: {
        input: { preload: from('src-main/host/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('src-renderer'),
    base: './',
    plugins: [react(), devWithoutPolicy],
    server: { host: '127.0.0.1' },
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      // Electron 45 is Chromium 156. The Node host may meet an older Chrome or Edge on somebody's machine.
      target: 'chrome130',
      minify: true,
      sourcemap: false,
      // Fonts stay files: the page's content security policy allows no data: fonts.
      assetsInlineLimit: 0,
      // One window, loaded from the same machine: splitting buys nothing.
      chunkSizeWarningLimit: 3000,
      rollupOptions: { input: from('src-renderer/index.html') },
    },
  },
});
