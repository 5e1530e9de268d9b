/**
 * The window's own scheme in Electron: `app://crossbook/` answers with the built window and its policy, and nothing else.
 */
import { protocol, type Session } from 'electron';
import { fileAt, type WindowFiles } from '../window-files.ts';
import { windowHeaders } from '../window-policy.ts';

const SCHEME = 'app';
const HOST = 'crossbook';

/** The page's address. */
export const PAGE_URL = `${SCHEME}://${HOST}/`;

/** Whether an address is our page's, whatever it asks of it. In development the page has an address of its own. */
export function isOwnPage(address: string, pageUrl: string): boolean {
  const url = URL.parse(address);
  const page = new URL(pageUrl);
  return url?.protocol === page.protocol && url.host === page.host && url.pathname === page.pathname;
}

/** Must be called before the app is ready. The scheme behaves like https: an origin of its own, modules, no file access. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window in a session. */
export function serveScheme(session: Session, files: WindowFiles): void {
  const headers = windowHeaders([]);
  session.protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    if (url.host !== HOST || request.method !== 'GET') return new Response(null, { status: 403, headers });
    const file = fileAt(files, url.pathname);
    if (!file) return new Response(null, { status: 404, headers });
    return new Response(file.body, { headers: { ...headers, 'Content-Type': file.type } });
  });
}
