// Modules of packages/shotcaller/src that the package does not export, as they are.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

export async function openSources() {
  const server = await createServer({
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  return {
    load: (path) => server.ssrLoadModule(fileURLToPath(new URL(`../packages/shotcaller/src/${path}`, import.meta.url))),
    close: () => server.close(),
  };
}
