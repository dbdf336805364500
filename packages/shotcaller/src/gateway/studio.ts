import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Hono } from 'hono';
import { isRegularFile } from '../disk/regular-file.ts';
import { sha256Of } from '../disk/sha256-of.ts';
import type { GatewayOptions } from './options.ts';
import type { GatewayEnvironment } from './routes-context.ts';

/** Own scripts, styles and data only; clips and pictures may also be blobs and data of this page. Nothing inline. */
export const contentSecurityPolicy =
  "default-src 'self'; img-src 'self' data: blob: https:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves the built studio; until it is built, `GET /` names the API. */
export function studioRoutes(app: Hono<GatewayEnvironment>, { studioFolder, version }: GatewayOptions): void {
  app.get('*', async (c, next) => {
    const { pathname } = new URL(c.req.url);
    const file = studioFolder === undefined ? undefined : await findInside(studioFolder, pathname);
    if (file) {
      const coding =
        file.codings.length === 0 ? undefined : acceptedCoding(c.req.header('accept-encoding'), file.codings);
      const packed = coding && (await readFile(`${file.path}${coding.extension}`));
      const bytes = packed ?? (await readFile(file.path));
      const etag = `"${sha256Of(bytes).slice(0, 32)}"`;
      const headers = {
        'Content-Type': file.type,
        'Content-Security-Policy': contentSecurityPolicy,
        'Cache-Control': pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        ETag: etag,
        ...(file.codings.length > 0 && { Vary: 'Accept-Encoding' }),
        ...(coding && { 'Content-Encoding': coding.name }),
      };
      if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
      return c.body(bytes as Uint8Array<ArrayBuffer>, 200, headers);
    }
    if (pathname !== '/') return next();
    return c.text(plainPage(version), 200, { 'Content-Security-Policy': contentSecurityPolicy });
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** What the build leaves beside a file that gets smaller, the best first. */
const codings = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;

type Coding = (typeof codings)[number];

/** The best coding that is there and that the client takes; `undefined`: the file as it is. */
function acceptedCoding(accept: string | undefined, there: readonly Coding[]): Coding | undefined {
  const weights = new Map(
    (accept ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  return there.find(({ name }) => (weights.get(name) ?? weights.get('*') ?? 0) > 0);
}

/** A file of a known type that really lies in the folder, links resolved. */
async function findInside(
  folder: string,
  pathname: string,
): Promise<{ readonly path: string; readonly type: string; readonly codings: readonly Coding[] } | undefined> {
  const type = types[pathname === '/' ? '.html' : extname(pathname)];
  if (type === undefined) return undefined;
  try {
    const wanted = decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
    if (wanted.includes('\0')) return undefined;
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, wanted))]);
    if (!path.startsWith(root + sep)) return undefined;
    if (!(await stat(path)).isFile()) return undefined;
    const isThere = await Promise.all(codings.map(({ extension }) => isRegularFile(`${path}${extension}`)));
    return { path, type, codings: codings.filter((_coding, index) => isThere[index]) };
  } catch {
    return undefined;
  }
}

function plainPage(version: string): string {
  return `Shotcaller ${version}

This is the gateway. The web page is not built here; the API works without it.

  /api/v1/videos   OpenRouter's video API, with model "auto": point your client's base URL at /api/v1
  /v1              select, quote, preview, jobs, ledger, catalog, events, health, metrics
  /mcp             the same for agents (Model Context Protocol)
  /reference       the API to read
  /openapi.json    the API for programs
`;
}
