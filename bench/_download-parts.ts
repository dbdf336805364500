// What bench/download.mjs needs of the product, in one bundle: whose memory the bytes are in is known among its modules.
export { downloadToFile } from '../packages/shotcaller/src/files/download.ts';
export { createClient } from '../packages/shotcaller/src/openrouter/client.ts';
export { createPlainFetch } from '../packages/shotcaller/src/outbound/plain-fetch.ts';
