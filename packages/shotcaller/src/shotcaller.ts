import { randomBytes } from 'node:crypto';
import {
  type Brief,
  checkOptions,
  keyReusedSentence,
  type Requirements,
  type RequirementsInput,
  readBrief,
} from '@shotcaller/core';
import { ApiKeyMissing, lacksKey } from './api-key-missing.ts';
import type { Batches } from './batch/batches.ts';
import { withoutData } from './files/without-data.ts';
import { createDoor, guarded } from './guarded-calls.ts';
import { withLocalPictures } from './inputs/local-pictures.ts';
import { isoOf } from './jobs/iso-time.ts';
import { isTerminal, type JobOptions } from './jobs/job.ts';
import { JobFailure } from './jobs/job-failure.ts';
import { decisiveAttempt, type JobResult, resultOf, withSentAgain } from './jobs/job-result.ts';
import { usualWatchSeconds } from './jobs/jobs.ts';
import { tighterCaps } from './jobs/money/caps.ts';
import { checkBudget } from './jobs/money/check-budget.ts';
import { givenUsd } from './jobs/money/given-caps.ts';
import { reportOf } from './jobs/money/ledger-report.ts';
import { readingReportOf } from './jobs/money/reading.ts';
import { lostJob, noSuchJob } from './jobs/no-such-job.ts';
import { recordVote } from './jobs/record-vote.ts';
import type { JobWithAttempts } from './jobs/records/job-records.ts';
import { withReplaced } from './jobs/with-replaced.ts';
import { batchCalls, libraryCalls, meantByShotcallerOption, shotcallerOptions } from './known-options.ts';
import { createTurns } from './outbound/turns.ts';
import { usualChatModel } from './sentence/question.ts';
import { readByModel, readByRules } from './sentence/read-sentence.ts';
import type { ChoiceOptions, RunOptions, RunResult, Shotcaller, ShotcallerOptions } from './shotcaller-interface.ts';
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

/** Jobs at once that are read, looked at and recorded; the others hold nothing but what was asked. */
const runsStartedAtOnce = 64;

/** A job that is recorded and carried. */
interface StartedJob {
  readonly jobId: string;
  readonly repeated: boolean;
  readonly carried: Promise<'carried' | 'detached'>;
}

type UnopenedRun = Extract<RunResult, { readonly id: null }>;

/**
 * Shotcaller with its effects: ledger, client, files. The ledger is opened at its first use. Throws `OptionsError` for an option that there
 * is not.
 */
export function createShotcaller(options: ShotcallerOptions = {}): Shotcaller {
  checkOptions('createShotcaller', options, shotcallerOptions, meantByShotcallerOption);
  const { batch, choice, jobs, client, ledger, clock, caps, close } = createParts(options);
  const door = createDoor();
  const hasNoKey = lacksKey(options, client.origin);
  const needKey = () => {
    if (hasNoKey) throw new ApiKeyMissing();
  };
  const takeTurn = createTurns(runsStartedAtOnce);

  /** Records a job and begins to carry it; or why there is none. */
  async function start(
    until: 'bought' | 'end',
    requirements: RequirementsInput,
    run: RunOptions,
  ): Promise<StartedJob | UnopenedRun> {
    const { onProgress, signal, key, plan } = run;
    needKey();
    signal?.throwIfAborted();
    const brief = briefOf(await withLocalPictures(requirements), run);
    door.check();
    const opened = await jobs.open({ brief, options: jobOptionsOf(brief, run), key, plan });
    switch (opened.kind) {
      case 'no_plan':
        return { status: 'no_eligible_model', id: null, files: [], selection: opened.selection };
      case 'not_confirmed':
        return { status: 'not_confirmed', id: null, files: [], plan: opened.plan };
      case 'request_refused':
        return { status: 'request_refused', id: null, files: [], plan: opened.plan };
      case 'key_reused':
        throw new JobFailure(
          'key_reused',
          keyReusedSentence({ key: key ?? null, jobId: opened.job.id, differences: opened.differences }),
          opened.job.id,
          { differences: opened.differences },
        );
      case 'job': {
        const { job, repeated } = opened;
        // Closed while it was recorded: it is in the ledger, and was not sent.
        if (door.isClosed) return { jobId: job.id, repeated, carried: Promise.resolve('detached') };
        const carried = jobs.carry(job.id, {
          until,
          opened: opened.opened,
          ...(onProgress && { onProgress }),
          ...(signal && { signal }),
        });
        return { jobId: job.id, repeated, carried };
      }
      default:
        return opened satisfies never;
    }
  }

  /** A clip takes minutes, and there may be ten thousand of them: who waits for one holds its id, not its brief and plan. */
  async function follow(starting: Promise<StartedJob | UnopenedRun>): Promise<RunResult> {
    const started = await starting;
    if (!('carried' in started)) return started;
    const { jobId, repeated, carried } = started;
    const how = await carried;
    const found = await jobs.find(jobId);
    if (!found) throw lostJob(jobId);
    return { ...(await toldResult(found)), repeated, detached: how === 'detached' };
  }

  /** With why its requests were sent again, where they were. */
  async function toldResult(found: JobWithAttempts): Promise<JobResult> {
    const [result] = await shownResults([found]);
    return withSentAgain(result as JobResult, await (await ledger()).events({ jobId: found.job.id }));
  }

  async function shownResults(found: readonly JobWithAttempts[]): Promise<readonly JobResult[]> {
    const shown = await withReplaced(await ledger(), found, { seesAll: true });
    return shown.map(({ job, attempts }) => resultOf(job, attempts));
  }

  async function resultOfJob(id: string): Promise<JobResult> {
    const found = await jobs.find(id);
    if (found) return toldResult(found);
    throw await noSuchJob(await ledger(), id);
  }

  /** Whether going on with the job may ask or buy something. One that the ledger does not have is answered by whoever resumes it. */
  async function isOpen(jobId: string): Promise<boolean> {
    const found = await jobs.find(jobId);
    if (!found) return false;
    return found.job.concludedAt === null || !found.attempts.every(({ state }) => isTerminal(state));
  }

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
        day: isoOf(clock.now()).slice(0, 10),
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

    run: (requirements, run = {}) => follow(takeTurn(() => start('end', requirements, run))),
    submit: (requirements, run = {}) => follow(takeTurn(() => start('bought', requirements, run))),

    async resume(ids, { remoteId, saidBy = 'library', ...resumeOptions } = {}) {
      const jobIds = ids ?? (await jobs.openIds());
      if (hasNoKey && (remoteId !== undefined || (await Promise.all(jobIds.map(isOpen))).includes(true)))
        throw new ApiKeyMissing();
      if (remoteId !== undefined) {
        const [id, ...more] = ids ?? [];
        if (id === undefined || more.length > 0) throw new TypeError('A remoteId belongs to one job: name that one.');
        await jobs.adopt(id, { remoteId, saidBy });
      }
      return Promise.all(
        jobIds.map(async (id) => {
          await jobs.resume(id, resumeOptions);
          return resultOfJob(id);
        }),
      );
    },

    async settle(id, { saidBy = 'library', ...settlement }) {
      await jobs.settle(id, { ...settlement, saidBy });
      return resultOfJob(id);
    },

    jobs: async (query) => shownResults(await jobs.list(query)),
    async job(id) {
      const found = await jobs.find(id);
      const job = found && (await (await ledger()).job(found.job.id));
      if (!found || !job) return undefined;
      return {
        ...(await toldResult(found)),
        requirements: withoutData(job.brief.requirements) as Requirements,
        clip: decisiveAttempt(found.attempts).clip,
      };
    },
    events: async (jobId) => (await ledger()).events({ jobId }),

    async ledger({ since } = {}) {
      const query = { service: client.origin, ...(since !== undefined && { since }) };
      const opened = await ledger();
      const lines = await opened.ledgerLines(query);
      const readings = readingReportOf(await opened.readingLines(query));
      return { report: reportOf(lines), readings, entries: await opened.money({ ...query, limit: mostEntries }) };
    },

    learnedCorrections: choice.priceCorrections,
    evidence: async () => (await choice.ground()).evidence,
    async vote(comparison) {
      const votedAt = new Date(clock.now()).toISOString();
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

/** The brief of what the library was asked. */
export function briefOf(requirements: RequirementsInput, options: ChoiceOptions & Pick<RunOptions, 'maxUsd'>): Brief {
  const { model, allowedModels, maxUsd, profile, weights, method, includeUnknown, pickBy, incumbent, tag } = options;
  return readBrief({
    fields: maxUsd === undefined ? { ...requirements } : { ...requirements, maxUsd },
    model,
    allowedModels,
    preferences: {
      ...(profile !== undefined && { profile }),
      ...(weights !== undefined && { weights }),
      ...(method !== undefined && { method }),
      ...(includeUnknown !== undefined && { includeUnknown }),
      ...(pickBy !== undefined && { pickBy }),
      ...(incumbent !== undefined && { incumbent }),
      ...(tag !== undefined && { tag }),
    },
  });
}

/** What a job is opened with. */
export function jobOptionsOf({ requirements: { maxUsd } }: Brief, run: RunOptions): JobOptions {
  const { fallback = 0, allowTwoBills = false, overwrite = false, sidecar = false, output, confirmUsd } = run;
  return {
    fallback,
    allowTwoBills,
    overwrite,
    sidecar,
    watchSeconds: run.watchSeconds ?? usualWatchSeconds,
    ...(maxUsd !== undefined && { maxUsd }),
    ...(confirmUsd !== undefined && { confirmUsd: givenUsd(confirmUsd, 'confirmUsd') }),
    ...(output !== undefined && { output }),
  };
}
