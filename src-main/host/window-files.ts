/**
 * The built window, read into memory once at the start.
 *
 * A request is answered by looking its path up in this list, so there is no path to escape from and nothing outside the
 * folder can ever be asked for.
 */
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { WINDOW_FILES_BYTES_MAX, WINDOW_FILES_MAX } from './bridge-limits.ts';

export type WindowFile = { readonly type: string; readonly body: Uint8Array<ArrayBuffer> };

/** Files by URL path; `/` is the page. */
export type WindowFiles = ReadonlyMap<string, WindowFile>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/** Reads the folder of the built window. Throws one sentence when there is no window in it. */
export async function readWindowFiles(folder: string): Promise<WindowFiles> {
  const files = new Map<string, WindowFile>();
  let bytes = 0;
  for (const path of await listFiles(folder)) {
    const body = new Uint8Array(await readFile(path));
    bytes += body.byteLength;
    if (files.size >= WINDOW_FILES_MAX || bytes > WINDOW_FILES_BYTES_MAX) {
      throw new Error(`${folder} holds more than a built window; run \`npm run build\`.`);
    }
    const type = CONTENT_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { type, body });
  }
  const page = files.get('/index.html');
  if (!page) throw new Error(`The window is not built (${folder} has no index.html); run \`npm run build\`.`);
  return files.set('/', page);
}

async function listFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

/** The file a URL asks for: the path is compared as it is, without decoding; the query does not count. */
export function fileAt(files: WindowFiles, url: string): WindowFile | undefined {
  const end = url.search(/[?#]/);
  return files.get(end < 0 ? url : url.slice(0, end));
}
