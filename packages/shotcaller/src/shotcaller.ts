import { randomBytes } from 'node:crypto';
import { checkOptions } from '@shotcaller/core';
import { ApiKeyMissing, lacksKey } from './api-key-missing.ts';
import type { Batches } from './batch/batches.ts';
import { createDoor, guarded } from './guarded-calls.ts';
import { withLocalPictures } from './inputs/local-pictures.ts';
import { isoOf, utcDayOf } from './iso-time.ts';
import { createJobAnswers } from './job-answers.ts';
import { tighterCaps } from './jobs/money/caps.ts';
import { checkBudget } from './jobs/money/check-budget.ts';
import { givenUsd } from './jobs/money/given-caps.ts';
import { reportOf } from './jobs/money/ledger-report.ts';
import { readingReportOf } from './jobs/money/reading.ts';
import { recordVote } from './jobs/record-vote.ts';
import { batchCalls, libraryCalls, meantByShotcallerOption, shotcallerOptions } from './known-options.ts';
import { checkKinds, shotcallerOptionKinds } from './option-kinds.ts';
import { createRunJob } from './run-job.ts';
import { briefOf, jobsQueryOf, sinceOf } from './run-options.ts';
import { usualChatModel } from './sentence/question.ts';
import { readByModel, readByRules } from './sentence/read-sentence.ts';
import type { Shotcaller, ShotcallerOptions } from './shotcaller-interface.ts';
import { createParts } from './shotcaller-parts.ts';

export type {
  ChoiceOptions,
  JobsQuery,
  LedgerAnswer,
  OrUndefined,
  ReadSentenceOptions,
  ResumeOptions,
  RunOptions,
  RunResult,
  SettleOptions,
  Shotcaller,
  ShotcallerOptions,
} from './shotcaller-interface.ts';

/** Most entries that the ledger lists one by one. */
const mostEntries = 10_000;

/**
 * Shotcaller with its effects: ledger, client, files. The ledger is opened at its first use. Throws `OptionsError` for an option that there
 * is not.
 */
export function createShotcaller(options: ShotcallerOptions = {}): Shotcaller {
  checkOptions('createShotcaller', options, shotcallerOptions, meantByShotcallerOption);
  checkKinds(options, shotcallerOptionKinds);
  const { batch, choice, jobs, client, ledger, clock, caps, close } = createParts(options);
  const door = createDoor();
  const hasNoKey = lacksKey(options, client.origin);
  const needKey = () => {
    if (hasNoKey) throw new ApiKeyMissing();
  };
  const answers = createJobAnswers({ jobs, ledger });
  const runJob = createRunJob({ jobs, door, needKey, answers });

  const calls: Omit<Shotcaller, 'batch' | 'close'> = {
    select: async (requirements, asked = {}) => choice.select(briefOf(await withLocalPictures(requirements), asked)),
    quote: async (requirements, asked = {}) => choice.quotes(briefOf(await withLocalPictures(requirements), asked)),
    async preview(requirements, asked = {}) {
      const answer = await choice.plan(briefOf(await withLocalPictures(requirements), asked));
      return answer.kind === 'plan' ? { ...answer, service: client.origin } : answer;
    },

    checkBudget: async (highUsd, { maxUsd } = {}) =>
      checkBudget(await ledger(), {
        service: client.origin,
        caps: tighterCaps(await caps(), maxUsd === undefined ? undefined : givenUsd(maxUsd, 'maxUsd')),
        highUsd,
        day: utcDayOf(clock.now()),
      }),

    async readSentence(sentence, { llm = false, signal } = {}) {
      if (llm === false) return readByRules(sentence);
      if (hasNoKey) return { ...readByRules(sentence), failure: { code: 'chat_key_missing' } };
      const reading = {
        client,
        ledger,
        now: clock.now,
        newToken: () => randomBytes(12).toString('hex'),
        caps: await caps(),
        owner: '',
      };
      return readByModel(sentence, reading, { model: llm === true ? usualChatModel : llm, signal });
    },

    run: (requirements, run = {}) => runJob('end', requirements, run),
    submit: (requirements, run = {}) => runJob('bought', requirements, run),

    async resume(ids, { remoteId, saidBy = 'library', ...resumeOptions } = {}) {
      const jobIds = ids ?? (await jobs.openIds());
      if (hasNoKey && (remoteId !== undefined || (await Promise.all(jobIds.map(answers.isOpen))).includes(true)))
        throw new ApiKeyMissing();
      if (remoteId !== undefined) {
        const [id, ...more] = ids ?? [];
        if (id === undefined || more.length > 0) throw new TypeError('A remoteId belongs to one job: name that one.');
        await jobs.adopt(id, { remoteId, saidBy });
      }
      return Promise.all(
        jobIds.map(async (id) => {
          await jobs.resume(id, resumeOptions);
          return answers.of(id);
        }),
      );
    },

    async settle(id, { saidBy = 'library', ...settlement }) {
      await jobs.settle(id, { ...settlement, saidBy });
      return answers.of(id);
    },

    jobs: async (query = {}) => answers.shown(await jobs.list(jobsQueryOf(query))),
    job: answers.withOrder,
    events: async (jobId) => (await ledger()).events({ jobId }),

    async ledger({ since } = {}) {
      const query = { service: client.origin, ...sinceOf(since) };
      const opened = await ledger();
      const lines = await opened.ledgerLines(query);
      const readings = readingReportOf(await opened.readingLines(query));
      return { report: reportOf(lines), readings, entries: await opened.money({ ...query, limit: mostEntries }) };
    },

    learnedCorrections: choice.priceCorrections,
    evidence: async () => (await choice.ground()).evidence,
    async vote(comparison) {
      const votedAt = isoOf(clock.now());
      const vote = await recordVote(await ledger(), comparison, { service: client.origin, owner: '', votedAt });
      if (vote) choice.noteNews();
      return vote;
    },
    noteDelivery: (hint) => jobs.noteDelivery(hint),
    checkIntegrity: async () => (await ledger()).checkIntegrity(),
  };
  const batches: Batches = {
    ...batch,
    async run(plan, given) {
      needKey();
      const { signal } = given;
      return batch.run(plan, { ...given, signal: signal ? AbortSignal.any([signal, door.closing]) : door.closing });
    },
  };
  return {
    ...guarded(calls, libraryCalls, door),
    batch: guarded(batches, batchCalls, door, 'batch.'),
    close: () => door.close(jobs.close, close),
  };
}
