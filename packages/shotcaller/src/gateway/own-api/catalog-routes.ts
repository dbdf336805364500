import {
  bundledCatalog,
  type Catalog,
  dateOf,
  diffCatalogs,
  type Evidence,
  estimateQuality,
  type RatingTask,
} from '@shotcaller/core';
import { sha256Of } from '../../disk/sha256-of.ts';
import { isoOf } from '../../iso-time.ts';
import { ComparisonError, comparable, recordVote } from '../../jobs/record-vote.ts';
import { maySee } from '../keys/caller.ts';
import type { RoutesContext } from '../routes-context.ts';
import { catalogAddresses } from './addresses/catalog.ts';
import { ApiProblem, notFound } from './errors.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

export function catalogRoutes(app: OwnApp, context: RoutesContext): void {
  const current = async () => (await context.options.parts.choice.ground()).catalog;
  serve(app, context, catalogAddresses, {
    async 'GET /v1/catalog'(c) {
      const text = JSON.stringify(await current());
      const etag = `"${sha256Of(text).slice(0, 32)}"`;
      const headers = { ETag: etag, 'Cache-Control': 'private, max-age=60' };
      if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers);
      return c.body(text, 200, { ...headers, 'Content-Type': 'application/json' });
    },

    async 'GET /v1/evidence'(c) {
      const { evidence } = await context.options.parts.choice.ground();
      const { runs = [], outcomes = [], priceCorrections = [], votes = [] } = evidence;
      // Prices and votes of a file are among the others.
      const given = (evidence.given ?? []).map(({ asOf, ratings = [], times = [] }) => ({
        ...(asOf !== undefined && { asOf }),
        ratings,
        times,
      }));
      const { seesAll, models } = c.get('caller');
      const allowedModels = models ?? null;
      if (seesAll) return { given, runs, outcomes, priceCorrections, votes, allowedModels };
      // A run tells when somebody made a clip of which length on which model; sums by model and day do not.
      return {
        given,
        runs: [],
        outcomes,
        priceCorrections: priceCorrections.map(({ oldestAt, newestAt, ...correction }) => ({
          ...correction,
          oldestAt: dateOf(oldestAt),
          newestAt: dateOf(newestAt),
        })),
        votes: votes.map((vote) => ({ ...vote, votedAt: dateOf(vote.votedAt) })),
        allowedModels,
      };
    },

    async 'POST /v1/votes'(c, { body: { jobs, better, tag } }) {
      const { parts, ledger } = context.options;
      const caller = c.get('caller');
      for (const id of jobs) {
        const found = await context.jobs.find(id);
        if (!found || !maySee(caller, found.job.owner)) throw notFound('One of these jobs');
      }
      const votedAt = isoOf(parts.clock.now());
      const comparison = { jobIds: jobs, better, ...(tag !== undefined && { tag }) } as const;
      const service = parts.client.origin;
      try {
        const recorded = await recordVote(ledger, comparison, { service, owner: caller.owner, votedAt });
        const { models, task } = recorded ?? (await comparable(ledger, service, jobs));
        if (recorded) parts.choice.noteVote();
        const { evidence, now } = await parts.choice.ground();
        return { recorded: recorded !== undefined, ratings: ratingsOf(models, task, { evidence, now }) };
      } catch (error) {
        if (!(error instanceof ComparisonError)) throw error;
        throw new ApiProblem(409, { code: 'not_comparable', message: error.message });
      }
    },

    async 'GET /v1/catalog/diff'(_c, { query: { from, to } }) {
      const read = async (which: typeof from) => (which === 'bundled' ? bundledCatalog : current());
      const [before, after] = [await read(from), await read(to)];
      return { ...diffCatalogs(before, after), from: shortOf(before), to: shortOf(after) };
    },
  });
}

export function shortOf({ source, asOf, models }: Catalog) {
  return { source, asOf, models: models.length };
}

/** What both models are worth once the votes are counted. */
function ratingsOf(
  models: readonly [string, string],
  task: RatingTask,
  { evidence, now }: { readonly evidence: Evidence; readonly now: string },
) {
  const mode = task === 'image-to-video' ? ('image' as const) : ('text' as const);
  return models.map((model) => {
    const clip = { mode, task: 'generate', resolution: null, durationSeconds: null, now } as const;
    const { rating, low, high } = estimateQuality({ id: model }, clip, evidence);
    const votes = (evidence.votes ?? []).filter((vote) => vote.task === task && vote.models.includes(model)).length;
    return { model, rating, low, high, votes };
  });
}
