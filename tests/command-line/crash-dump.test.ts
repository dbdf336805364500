import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSimulator } from 'shotcaller/simulator';
import { afterAll, expect, test } from 'vitest';
import { needsSignals } from '../needs.ts';

const program = fileURLToPath(new URL('../../packages/shotcaller/bin/shotcaller.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'shotcaller-dump-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secrets = {
  OPENROUTER_API_KEY: 'sk-or-v1-77aa-must-not-be-dumped',
  OPENROUTER_WEBHOOK_SECRET: 'whsec_b3V0LW9mLXRoZS1kdW1w',
  SHOTCALLER_WEBHOOK_SECRET: 'whsec_YWxzby1vdXQtb2YtaXQ',
};
const visible = 'this-may-be-seen';

/** Throws out of an event in the middle of the work. */
const thrower = join(folder, 'thrower.cjs');
writeFileSync(thrower, "process.on('SIGHUP', () => { throw new Error('broken in the middle'); });");

test.each([
  ['on a signal', ['--report-on-signal', '--report-signal=SIGUSR2'], 'SIGUSR2'],
  ['for an uncaught exception', ['--report-uncaught-exception', '--require', thrower], 'SIGHUP'],
] as const)(
  'a report that Node writes %s in the middle of a run, and what is printed with it, hold no key',
  needsSignals,
  async (_when, options, signal) => {
    const simulator = createSimulator({ scenario: 'job-stuck', clipThread: false });
    const { url } = await simulator.listen();
    const reports = mkdtempSync(join(folder, 'reports-'));
    const words = [
      'run',
      '--prompt',
      'a kite',
      '--duration',
      '4',
      '--resolution',
      '480p',
      '--yes',
      '--catalog',
      'bundled',
    ];
    const child = spawn(process.execPath, [...options, `--report-directory=${reports}`, program, ...words], {
      cwd: reports,
      env: {
        PATH: process.env.PATH,
        SHOTCALLER_HOME: join(reports, 'home'),
        OPENROUTER_BASE_URL: `${url}/api/v1`,
        VISIBLE: visible,
        ...secrets,
      },
    });
    const ended = once(child, 'close');
    let printed = '';
    let isAsked = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        printed += chunk;
        // Bought, so the key was used: now.
        if (!isAsked && simulator.jobs.length > 0) {
          isAsked = true;
          child.kill(signal);
        }
        if (isAsked && printed.includes('Node.js report completed')) child.kill('SIGKILL');
      });
    }
    await ended;
    await simulator.close();
    const report = readdirSync(reports).find((name) => name.startsWith('report.'));
    expect(report, printed).toBeDefined();
    const text = readFileSync(join(reports, report!), 'utf8');
    expect(text).toContain(visible);
    for (const secret of Object.values(secrets)) expect(text + printed).not.toContain(secret);
  },
);
