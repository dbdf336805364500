import { join } from 'node:path';
import { listProblemText, ShotListError } from '../../batch/list/list-problem.ts';
import type { BatchPlan } from '../../batch/plan/batch-plan.ts';
import { clipProblem } from '../../batch/report/manifest.ts';
import type { ClipResult } from '../../batch/run/clip-result.ts';
import { safeName } from '../../files/target.ts';
import type { Caller } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import { type BatchView, batchAddresses } from './addresses/batches.ts';
import { ApiProblem, notFound } from './errors.ts';
import type { OwnApp, OwnParts } from './routes.ts';
import { serve } from './serve.ts';

interface KnownBatch {
  readonly owner: string;
  readonly plan: BatchPlan;
  state: BatchView['state'];
  clips: readonly ClipResult[];
}

/** Most batches that are remembered; what they bought is in the ledger. */
const mostKnown = 100;

/** Plans and runs of shot lists. What is known of them is this process's; what they bought is the ledger's. */
export function batchRoutes(app: OwnApp, context: RoutesContext, { closing }: Pick<OwnParts, 'closing'>): void {
  const { parts } = context.options;
  const known = new Map<string, KnownBatch>();
  const nameOf = ({ owner }: Caller, name: string) => `${owner}\n${name}`;

  function remember(caller: Caller, batch: KnownBatch): void {
    known.delete(nameOf(caller, batch.plan.name));
    known.set(nameOf(caller, batch.plan.name), batch);
    const ended = [...known].find(([, { state }]) => state !== 'running');
    if (known.size > mostKnown && ended) known.delete(ended[0]);
  }

  /** Runs on after the answer; Ctrl-C of the server detaches it. */
  function start(caller: Caller, batch: KnownBatch): void {
    const { plan } = batch;
    parts.batch
      .run(plan, {
        owner: caller.owner,
        outFolder: join(parts.filesFolder, 'batches', safeName(caller.owner || 'local'), safeName(plan.name)),
        signal: closing,
        onProgress: ({ clips }) => {
          batch.clips = clips;
        },
      })
      .then(
        ({ clips, detached }) => Object.assign(batch, { clips, state: detached ? 'interrupted' : 'ended' }),
        () => Object.assign(batch, { state: 'interrupted' }),
      );
  }

  serve(app, context, batchAddresses, {
    async 'POST /v1/batches'(
      c,
      { body: { name, list: text, format, maxUsd, concurrency, fallback, planOnly = false } },
    ) {
      const caller = c.get('caller');
      if (known.get(nameOf(caller, name))?.state === 'running') throw running(name);
      const list = await parts.batch
        .readListText(text, format, { name, ...(fallback !== undefined && { defaults: { fallback } }) })
        .catch((error: unknown) => {
          throw error instanceof ShotListError ? listProblem(error) : error;
        });
      const shots = list.shots.map((shot) => ({
        ...shot,
        brief: { ...shot.brief, allowedModels: caller.models ?? null },
      }));
      const plan = await parts.batch.plan(
        { ...list, shots },
        {
          owner: caller.owner,
          ...(maxUsd !== undefined && { maxUsd }),
          ...(concurrency !== undefined && { concurrency }),
        },
      );
      if (planOnly) return viewOf({ owner: caller.owner, plan, state: 'planned', clips: [] });
      const batch: KnownBatch = { owner: caller.owner, plan, state: 'running', clips: [] };
      if (known.get(nameOf(caller, name))?.state === 'running') throw running(name);
      remember(caller, batch);
      start(caller, batch);
      c.status(202);
      return viewOf(batch);
    },

    'GET /v1/batches': (c) => {
      const { owner, seesAll } = c.get('caller');
      const batches = [...known.values()].filter((batch) => seesAll || batch.owner === owner);
      return { batches: batches.toReversed().map(viewOf) };
    },

    'GET /v1/batches/{id}': (c, { id }) => {
      const batch = known.get(nameOf(c.get('caller'), id));
      if (!batch) throw notFound('The batch');
      return viewOf(batch);
    },
  });
}

function viewOf({ plan, state, clips }: KnownBatch): BatchView {
  const results = new Map(clips.map((clip) => [`${clip.shot}/${clip.take}`, clip]));
  const { time, ...total } = plan.total;
  return {
    name: plan.name,
    state,
    total: { ...total, time },
    clips: plan.clips.map(({ shot, take, outcome }) => {
      const result = results.get(`${shot}/${take}`);
      return {
        shot,
        take,
        state: result?.state ?? 'waiting',
        model: result?.model ?? ('model' in outcome ? outcome.model : null),
        jobId: result?.job?.id ?? (outcome.kind === 'bought' ? outcome.jobId : null),
        highUsd: outcome.kind === 'to_buy' ? outcome.price.highUsd : null,
        billedUsd: result?.job?.billedUsd ?? null,
        problem: result ? clipProblem(result) : null,
      };
    }),
  };
}

function running(name: string): ApiProblem {
  return new ApiProblem(409, {
    code: 'batch_running',
    message: `The batch ${name} is running. Nothing more was bought. Wait for its end, or give another name.`,
  });
}

/** What is wrong with a shot list, as an answer. */
export function listProblem({ problems }: ShotListError): ApiProblem {
  return new ApiProblem(422, {
    code: 'list_invalid',
    message: `The shot list has ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}. Nothing was bought.`,
    problems: problems.slice(0, mostProblems).map((problem) => ({
      field: problem.field ?? '',
      message: listProblemText(problem),
    })),
  });
}

const mostProblems = 100;
