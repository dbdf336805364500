import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '@shotcaller/simulator';
import Big from 'big.js';
import type { ChildReport } from './child.ts';
import type { CrashPoint } from './matrix.ts';

/** Holds what a recovery ended with against the service: its jobs, its bills and the files. Empty: as it must be. */
export async function judge(
  simulator: Simulator,
  point: CrashPoint,
  home: string,
  { result, entries, problems, submitsWhileResuming }: ChildReport,
  withWebhooks: boolean,
  crashed: boolean,
): Promise<string[]> {
  const faults: string[] = problems.map((problem) => `ledger: ${problem}`);
  const bought = simulator.jobs;
  // What a resumed job may still buy are the further attempts that it was ordered with.
  if (submitsWhileResuming > point.fallback) faults.push('resume has submitted');
  if (result.id === null) return [...faults, `no order: ${result.status}`];
  const attempts = result.attempts;
  const models = new Set(bought.map(({ model }) => model));
  if (models.size < bought.length || bought.length > 1 + point.fallback) {
    faults.push(`double submit: ${bought.length} jobs bought`);
  }
  for (const { id } of bought) {
    const isKnown = attempts.some((attempt) => attempt.remoteId === id);
    const isUncertain = attempts.some((attempt) => attempt.status === 'unknown' && attempt.remoteId === null);
    // With a webhook what was bought is found again; unknown stays only what never left.
    if (!isKnown && (withWebhooks || !isUncertain)) faults.push(`lost: nothing knows of ${id}`);
  }
  const expected = point.scenario === 'job-failed' ? ['failed'] : ['done'];
  if (crashed) expected.push('unknown');
  if (!expected.includes(result.status)) faults.push(`ended ${result.status}: ${JSON.stringify(result.reason)}`);

  faults.push(...(await judgeFiles(home, result)));
  const total = entries.reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  const uncertain = new Set(attempts.filter(({ status }) => status === 'unknown').map(({ id }) => id));
  const held = entries
    .filter(({ attemptId }) => uncertain.has(attemptId))
    .reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  const known = new Set(attempts.map(({ remoteId }) => remoteId));
  const billed = simulator.bills
    .filter(({ jobId }) => known.has(jobId))
    .reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  if (!total.minus(held).eq(billed)) faults.push(`ledger ${total.minus(held)} against bills ${billed}`);
  const hidden = simulator.bills
    .filter(({ jobId }) => !known.has(jobId))
    .reduce((sum, { usd }) => sum.plus(usd), new Big(0));
  if (hidden.gt(held)) faults.push(`a bill of ${hidden} is covered by a reservation of ${held} only`);
  return faults;
}

/** Every file there is must be a whole one that the ledger knows, beside its sidecar; nothing temporary is left. */
async function judgeFiles(home: string, result: ChildReport['result']): Promise<string[]> {
  const faults: string[] = [];
  const names = await readdir(join(home, 'out')).catch(() => []);
  const known = new Map(result.files.map((file) => [file.path, file]));
  if (result.status === 'done' && known.size !== 1) faults.push('done without its file');
  for (const name of names) {
    const path = join(home, 'out', name);
    const file = known.get(path);
    if (file) {
      known.delete(path);
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      if (hash !== file.sha256) faults.push(`corrupt: ${name}`);
      if (file.differences.length > 0) faults.push(`not as ordered: ${JSON.stringify(file.differences)}`);
    } else if (name.endsWith('.mp4.json')) JSON.parse(await readFile(path, 'utf8'));
    else faults.push(`left over: ${name}`);
  }
  for (const path of known.keys()) faults.push(`missing: ${path}`);
  return faults;
}
