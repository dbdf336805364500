import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { longParts } from '../tests/long-tests.ts';
import type {} from '../tests/needs.ts';

/**
 * Ends a run with plain lines that any reader of a log understands: what was skipped and why, what `npm test` leaves out, and
 * `Tests: 12 passed, 0 failed, 1 skipped`. A test that failed and passed when it was tried once more is named. With `CI=true` the whole suite (`npm run test:all`) fails when anything was skipped.
 */
export default class ClosingLineReporter implements Reporter {
  #run: Vitest | undefined;

  onInit(run: Vitest): void {
    this.#run = run;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    // What breaks outside of a test, such as an `afterAll`, counts as a failed test.
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const skipped = new Map<string, number>();
    const retried: string[] = [];
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'pending' ? 'failed' : state] += 1;
        if (test.diagnostic()?.flaky) retried.push(`${test.module.relativeModuleId}: ${test.fullName}`);
        if (state !== 'skipped') continue;
        const reason = this.#run?.config.testNamePattern ? 'their names were not asked for' : reasonOf(test);
        skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      }
    }
    const lines = [...skipped].map(([reason, count]) => `Skipped ${count}: ${reason}`);
    lines.push(...retried.map((name) => `Passed at the second try: ${name}`));
    const isWhole = this.#run?.projects.some(({ name }) => name === 'long') ?? false;
    if (!isWhole) lines.push(`Not run here: ${longParts.map(({ name }) => name).join(', ')}: npm run test:all`);
    if (isWhole && process.env.CI === 'true' && counts.skipped > 0) {
      lines.push('CI=true: nothing may be skipped, so this run has failed.');
      process.exitCode = 1;
    }
    lines.push(`Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    process.on('exit', () => process.stdout.write(`\n${lines.join('\n')}\n`));
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return test.meta().skippedFor ?? note ?? `no reason was given (${test.module.relativeModuleId}: ${test.fullName})`;
}
