import { randomBytes } from 'node:crypto';
import type { Choice } from '../choice/choice.ts';
import type { Clock } from '../clock.ts';
import type { FileStore } from '../files/stores/file-store.ts';
import { atFirstUse } from '../first-use.ts';
import { isoOf } from '../iso-time.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { workerName } from '../jobs/worker-name.ts';
import { allowManyListeners } from '../outbound/on-abort.ts';
import { type KeptRunOptions, summaryOf } from './batch-store.ts';
import type { ListFormat } from './list/raw-list.ts';
import type { ReadListOptions, ReadTextOptions } from './list/read-shot-list.ts';
import type { ShotList } from './list/shot.ts';
import type { BatchObjective } from './optimise/optimise-batch.ts';
import type { BatchPlan } from './plan/batch-plan.ts';
import type { Forecast } from './plan/forecast.ts';
import type { PlanBatchOptions } from './plan/plan-batch.ts';
import type { Manifest } from './report/manifest.ts';
import type { Reports } from './report/write-reports.ts';
import type { BatchProgress, RunBatchOptions } from './run/batch-state.ts';
import type { ClipResult } from './run/clip-result.ts';
import type { BatchResult } from './run/run-batch.ts';

/** How a list of shots is planned. Nothing is bought, and nothing here is required. */
export interface BatchPlanOptions extends Omit<PlanBatchOptions, 'pick'> {
  /** Models are chosen for all shots together. Default: each shot gets its own best model. */
  readonly optimise?: BatchObjective;
}

/** How a plan is bought, how it is shown meanwhile, and who goes on with it. Only `outFolder` is required. */
export interface BatchRunOptions extends RunBatchOptions {
  /** The contact sheet is kept current and loads itself again while the batch runs. Default: it is written at the end. */
  readonly watch?: boolean;
  /** Who goes on with it after an interruption: a gateway by itself, or whoever runs it again. Default `caller`. */
  readonly carriedBy?: 'gateway' | 'caller';
}

/** What became of a batch, and the files that say so. */
export interface BatchRun extends BatchResult {
  readonly manifest: Manifest;
  readonly reports: Reports;
  /** The ffmpeg command that joins a take of each shot, the one with the most votes, to be run by hand; `null`: there are fewer than two. */
  readonly joinLine: string | null;
}

/** Many shots as one purchase: read, planned and priced before a cent is spent, bought once, and gone on with after any interruption. */
export interface Batches {
  /** @throws ShotListError with everything that is wrong with the list */
  readList(path: string, options?: ReadListOptions): Promise<ShotList>;
  /** As `readList`, of a text that came from elsewhere: it can name no files. */
  readListText(text: string, format: ListFormat, options?: Omit<ReadTextOptions, 'readPicture'>): Promise<ShotList>;
  /** A model, a price and a time for every shot. Buys and records nothing. */
  plan(list: ShotList, options?: BatchPlanOptions): Promise<BatchPlan>;
  /**
   * Buys what a plan says and is not there yet. A clip that would now cost more, or be another one, is not bought.
   *
   * @throws JobFailure `output_unusable`: no clip can be put into the folder, or a file of somebody else has the name of a report. Nothing
   *   was bought.
   */
  run(plan: BatchPlan, options: BatchRunOptions): Promise<BatchRun>;
  /** How much longer a batch will probably take. */
  timeLeft(progress: BatchProgress, concurrency?: number): Promise<Forecast>;
}

export interface BatchesParts {
  readonly choice: Choice;
  readonly jobs: Jobs;
  readonly service: string;
  readonly clock: Clock;
  /** Holds clips that are not in a folder of this machine. */
  readonly store?: FileStore | undefined;
}

/** How often the contact sheet is renewed at most, in milliseconds, and loads itself again, in seconds. */
const sheetEveryMs = 2000;
const reloadSeconds = 5;

export function createBatches({ choice, jobs, service, clock, store }: BatchesParts): Batches {
  return {
    async readList(path, options) {
      const { readShotListFile } = await import('./list/read-shot-list.ts');
      return readShotListFile(path, options);
    },
    async readListText(text, format, options) {
      const { readShotListText } = await import('./list/read-shot-list.ts');
      return readShotListText(text, format, options);
    },
    async plan(list, { optimise, ...options } = {}) {
      const { planBatch } = await import('./plan/plan-batch.ts');
      const { hasFfmpeg } = await import('./run/last-frame.ts');
      const now = () => isoOf(clock.now());
      const parts = { choice, jobs, service, now, hasFfmpeg: atFirstUse(hasFfmpeg) };
      if (optimise === undefined) return planBatch(list, parts, options);
      const { optimiseBatch } = await import('./optimise/optimise-batch.ts');
      return optimiseBatch(list, parts, options, optimise);
    },
    async run(plan, { watch = false, carriedBy = 'caller', onProgress, ...options }) {
      const [
        { runBatch },
        { lastFrameOf },
        { BatchStopped, holdBatch },
        { manifestOf },
        { writeReports },
        { joinLine },
        { chosenTakes },
        { checkOutFolder },
      ] = await Promise.all([
        import('./run/run-batch.ts'),
        import('./run/last-frame.ts'),
        import('./run/hold-batch.ts'),
        import('./report/manifest.ts'),
        import('./report/write-reports.ts'),
        import('./report/join-line.ts'),
        import('./report/chosen-takes.ts'),
        import('./report/check-out-folder.ts'),
      ]);
      const { owner = '', outFolder, maxUsd, concurrency, failFast } = options;
      await checkOutFolder(outFolder);
      const kept: KeptRunOptions = {
        ...(maxUsd !== undefined && { maxUsd }),
        ...(concurrency !== undefined && { concurrency }),
        ...(failFast !== undefined && { failFast }),
      };
      const held = await holdBatch(
        {
          service,
          owner,
          name: plan.name,
          carriedBy,
          summary: summaryOf(plan, null),
          content: { plan, options: kept },
        },
        { ledger: await jobs.ledger(), clock, worker: workerName(randomBytes(6).toString('hex')) },
      );
      const signal = options.signal ? AbortSignal.any([options.signal, held.lost]) : held.lost;
      // Each clip under way listens to it.
      allowManyListeners(signal);
      let clips: readonly ClipResult[] | null = null;
      let isWhole = false;
      const votes = async () => (await jobs.ledger()).votes({ service });
      let writing: Promise<unknown> = Promise.resolve();
      let writtenAtMs = Number.NEGATIVE_INFINITY;
      const renewSheet = (progress: BatchProgress) => {
        const nowMs = performance.now();
        if (!watch || nowMs - writtenAtMs < sheetEveryMs) return;
        writtenAtMs = nowMs;
        const manifest = manifestOf(plan, progress.clips, isoOf(clock.now()));
        // A page that cannot be written stops no purchase; the last one, at the end, says so.
        writing = writing.then(() => writeReports(outFolder, manifest, { reloadSeconds })).catch(() => undefined);
      };
      try {
        const result = await runBatch(
          plan,
          { jobs, choice, service, clock, lastFrame: lastFrameOf(store) },
          {
            ...options,
            signal,
            onProgress(progress) {
              renewSheet(progress);
              onProgress?.(progress);
            },
          },
        );
        clips = result.clips;
        isWhole = !result.detached;
        await writing;
        const manifest = manifestOf(plan, result.clips, isoOf(clock.now()));
        const reports = await writeReports(outFolder, manifest);
        return {
          ...result,
          manifest,
          reports,
          joinLine: joinLine(plan.name, chosenTakes(manifest.clips, await votes())),
        };
      } finally {
        const isOver = isWhole || (options.signal?.aborted === true && options.signal.reason instanceof BatchStopped);
        await held.release(isOver ? 'ended' : 'interrupted', summaryOf(plan, clips));
      }
    },
    async timeLeft({ clips }, concurrency) {
      const { forecast } = await import('./plan/forecast.ts');
      const { timedClipsLeft } = await import('./plan/timed-clips.ts');
      const nowMs = clock.now();
      const { evidence } = await choice.ground();
      return forecast(timedClipsLeft(clips, nowMs), {
        concurrency,
        spreadWithinModel: evidence.goalposts.constants.speedWithinModel.value,
        samples: 100,
      });
    },
  };
}
