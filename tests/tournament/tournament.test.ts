import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { needsClients } from '../needs.ts';

const program = fileURLToPath(new URL('../../scripts/tournament.mjs', import.meta.url));

// A handful of scenarios; `npm run tournament` plays them all and writes docs/tournament.md.
test.each([
  ['Shotcaller beside the published clients', []],
  ['each published client behind the gateway', ['--gateway']],
])(
  '%s: buys one job, delivers its clip and books what the account was billed, whatever the fault',
  needsClients,
  async (_who, more) => {
    expect(await tournament('--quick', '--check', ...more)).toMatchObject({ code: 0 });
  },
);

test(
  'what no answer tells is settled by the account, and the ledger of each gateway then equals its bills',
  needsClients,
  async () => {
    const scenarios = 'submit-refused-reset,submit-reset+webhook-none';
    expect(await tournament('--gateway', '--check', '--patience', '15', '--only', scenarios)).toMatchObject({
      code: 0,
    });
  },
);

/** Ends with 1 when a job was bought twice, its clip was lost, or a ledger differs from the account's bills; `said` shows where. */
function tournament(...args: readonly string[]): Promise<{ code: number | string | undefined; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, out, talk) => {
      resolve({ code: error ? (error.code ?? error.signal) : 0, said: out + talk });
    });
  });
}
