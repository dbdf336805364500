import {
  bundledCatalog,
  type ClientOptions,
  createShotcaller,
  type JobEventName,
  type JobReason,
  jobReasonSentence,
  parseSentence,
  type RunOptions,
  type RunResult,
  select,
} from 'shotcaller';
import { describe, expect, expectTypeOf, test } from 'vitest';

// The compiler is the first to run this file: it is as strict as any program that uses the library.

describe('A program that is compiled with exact optional properties', () => {
  test('hands what a sentence said straight on', () => {
    const { requirements, profile } = parseSentence('a 5 second vertical clip of a paper boat, cheap and fast');
    expect(select(bundledCatalog, requirements, { profile }).profile.name).toBe('fastAndCheap');
    const silent = parseSentence('a paper boat');
    expect(select(bundledCatalog, silent.requirements, { profile: silent.profile }).profile.name).toBe('balanced');
  });

  test('hands on what the environment may not hold', async () => {
    const environment: Readonly<Record<string, string | undefined>> = {};
    const shotcaller = createShotcaller({
      apiKey: environment.OPENROUTER_API_KEY,
      baseUrl: environment.OPENROUTER_BASE_URL,
      databaseUrl: environment.DATABASE_URL,
      home: environment.SHOTCALLER_HOME,
      caps: { perDayUsd: environment.MOST_PER_DAY },
    });
    await shotcaller.close();
    expectTypeOf<{ maxUsd: string | undefined; signal: AbortSignal | undefined }>().toExtend<RunOptions>();
    expectTypeOf<{ apiKey: string | undefined }>().toExtend<Pick<ClientOptions, 'apiKey'>>();
  });

  test('tells every outcome of a run by its status, and words every reason', () => {
    const text = (result: RunResult): string => {
      switch (result.status) {
        case 'no_eligible_model':
          return `${result.selection.rejected.length} models do not fit`;
        case 'not_confirmed':
        case 'request_refused':
          return result.plan.model;
        default:
          return result.reason === null ? result.status : jobReasonSentence(result.reason);
      }
    };
    expectTypeOf(text).returns.toBeString();
    const reason: JobReason = { code: 'never_submitted' };
    expect(jobReasonSentence(reason)).toMatch(/./);
  });

  test('has a union for what can happen to a job', () => {
    expectTypeOf<'submitted'>().toExtend<JobEventName>();
    expectTypeOf<string>().not.toExtend<JobEventName>();
  });
});
