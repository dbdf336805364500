import { MessageChannel, type MessagePort } from 'node:worker_threads';

/**
 * Gives memory back now; nobody may read what was in it afterwards. A collector that finds it later by itself comes far too often for
 * what there is in its own heap: at a gateway that was a sixth of the work (bench/gateway.mjs). Memory that may be Node's shared one, of
 * which small buffers are cut, stays.
 */
export function releaseMemory(memory: ArrayBufferLike): void {
  if (memory.byteLength <= Buffer.poolSize || !(memory instanceof ArrayBuffer)) return;
  if (transfer) transfer.call(memory, 0);
  else closedPort().postMessage(null, [memory]);
}

/** Node 22 and newer. */
const { transfer } = ArrayBuffer.prototype as { readonly transfer?: (this: ArrayBuffer, bytes: number) => ArrayBuffer };

let port: MessagePort | undefined;

/** What is handed over to a port that is closed goes nowhere, and its memory is freed. */
function closedPort(): MessagePort {
  if (!port) {
    port = new MessageChannel().port1;
    port.close();
  }
  return port;
}
