import type { KeptRunOptions, StoredBatch } from '../../batch/batch-store.ts';
import { listProblemText, ShotListError } from '../../batch/list/list-problem.ts';
import type { ShotList } from '../../batch/list/shot.ts';
import { NoBatchFitsError } from '../../batch/optimise/no-batch-fits.ts';
import { BatchRunningError } from '../../batch/run/hold-batch.ts';
import { type Caller, maySee } from '../keys/caller.ts';
import type { Received } from '../openapi/address.ts';
import type { RoutesContext } from '../routes-context.ts';
import { type BatchView, batchAddresses } from './addresses/batches.ts';
import { batchView, listedBatchView } from './batch-view.ts';
import { ApiProblem, notFound, rateLimited } from './errors.ts';
import type { OwnApp, OwnParts } from './routes.ts';
import { serve } from './serve.ts';

type BatchRequest = Received<'POST /v1/batches', (typeof batchAddresses)['POST /v1/batches']>['body'];

/** Plans and runs of shot lists. What was ordered is in the ledger, and gone on with by it. */
export function batchRoutes(app: OwnApp, context: RoutesContext, { batches }: Pick<OwnParts, 'batches'>): void {
  const { batch, batchStore, choice } = context.options.parts;

  /** @param of the owner of the batch; whoever may not see it learns nothing of it */
  const found = async (caller: Caller, name: string, of = caller.owner): Promise<StoredBatch> => {
    const stored = maySee(caller, of) ? await batchStore.find(of, name) : undefined;
    if (!stored) throw notFound('The batch');
    return stored;
  };
  const view = async (caller: Caller, stored: StoredBatch): Promise<BatchView> => {
    const running = batches.find(stored.owner, stored.name);
    const concurrency = stored.options.concurrency ?? stored.plan.concurrency;
    const timeLeft = running?.progress ? await batch.timeLeft(running.progress, concurrency) : null;
    return batchView(stored, { caller, running, store: batchStore, timeLeft });
  };
  const start = async (caller: Caller, plan: StoredBatch['plan'], options: KeptRunOptions): Promise<BatchView> => {
    await batches.start(plan, { owner: caller.owner, options }).catch(throwBatchProblem);
    return view(caller, await found(caller, plan.name));
  };

  serve(app, context, batchAddresses, {
    async 'POST /v1/batches'(c, { body }) {
      const caller = c.get('caller');
      const { name, maxUsd, concurrency, failFast, optimise, planOnly = false } = body;
      if (batches.find(caller.owner, name)) throw running(name);
      const retryAfterSeconds = context.refusals.waitSeconds(caller.owner);
      if (retryAfterSeconds > 0) throw rateLimited(retryAfterSeconds);
      const list = await readList(body);
      const shots = list.shots.map((shot) => ({
        ...shot,
        brief: { ...shot.brief, allowedModels: caller.models ?? null },
      }));
      const limits = { ...(maxUsd !== undefined && { maxUsd }), ...(concurrency !== undefined && { concurrency }) };
      const plan = await batch
        .plan(
          { ...list, shots },
          {
            owner: caller.owner,
            ...limits,
            ...(optimise && { optimise }),
            inTurn: (planShot) => context.choiceTurns.wait(caller.owner, planShot),
          },
        )
        .catch(throwBatchProblem);
      context.refusals.count(caller.owner, c.get('share').bodyBytes);
      const options = { ...limits, ...(failFast !== undefined && { failFast }) };
      if (planOnly) {
        await batchStore.keepPlan(plan, { owner: caller.owner, options }).catch(throwBatchProblem);
        return view(caller, await found(caller, name));
      }
      c.status(202);
      return start(caller, plan, options);
    },

    async 'GET /v1/batches'(c) {
      const caller = c.get('caller');
      const listed = await batchStore.list(caller.seesAll ? undefined : caller.owner);
      return {
        batches: listed.map((one) =>
          listedBatchView(one, { caller, isRunning: batches.find(one.owner, one.name) !== undefined }),
        ),
      };
    },

    async 'GET /v1/batches/{id}'(c, { id, query }) {
      const caller = c.get('caller');
      return view(caller, await found(caller, id, query.owner));
    },

    async 'POST /v1/batches/{id}/run'(c, { id, body }) {
      const caller = c.get('caller');
      const { plan, options } = await found(caller, id);
      if (batches.find(caller.owner, id)) throw running(id);
      const { planChanges, planChangeText } = await import('../../batch/plan/plan-changes.ts');
      const changes = await planChanges(plan, choice);
      if (changes.some(({ isInTheWay }) => isInTheWay)) {
        throw new ApiProblem(409, {
          code: 'plan_changed',
          message:
            'The plan is out of date: prices or requests have changed. Nothing was bought. Plan the batch again.',
          problems: changes.slice(0, mostProblems).map((change) => ({
            field: 'shot' in change ? change.shot : '',
            message: planChangeText(change),
          })),
        });
      }
      c.status(202);
      return start(caller, plan, { ...options, ...body });
    },

    async 'POST /v1/batches/{id}/stop'(c, { id }) {
      const caller = c.get('caller');
      await found(caller, id);
      if (!(await batches.stop(caller.owner, id))) {
        throw new ApiProblem(409, {
          code: 'batch_not_running',
          message: `The batch ${id} is not running on this server.`,
        });
      }
      return view(caller, await found(caller, id));
    },
  });

  async function readList({ name, list, format, shots, defaults, fallback, takes }: BatchRequest): Promise<ShotList> {
    // JSON is YAML.
    const [text, written] = shots
      ? [JSON.stringify({ defaults, shots }), 'yaml' as const]
      : [list ?? '', format ?? 'csv'];
    const given = { ...(fallback !== undefined && { fallback }), ...(takes !== undefined && { takes }) };
    return batch.readListText(text, written, { name, defaults: given }).catch(throwBatchProblem);
  }
}

/** @throws ApiProblem what the batch layer says, as an answer */
function throwBatchProblem(error: unknown): never {
  if (error instanceof ShotListError) throw listProblem(error);
  if (error instanceof NoBatchFitsError) throw new ApiProblem(422, { code: 'no_batch_fits', message: error.message });
  if (error instanceof BatchRunningError) throw new ApiProblem(409, { code: 'batch_running', message: error.message });
  throw error;
}

function running(name: string): ApiProblem {
  return new ApiProblem(409, {
    code: 'batch_running',
    message: `The batch ${name} is running. Nothing more was bought. Wait until it ends, or use another name.`,
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
