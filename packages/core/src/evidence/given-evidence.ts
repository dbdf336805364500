import type { Evidence, RatingTask, Vote } from './evidence.ts';

/** A rating of your own on the scale of the bundled ones (LMArena video arena, about 1150 to 1550 points). */
export interface GivenRating {
  readonly model: string;
  readonly task: RatingTask;
  readonly score: number;
  /** 95 % limits, in points. Default: 12 points are taken for the standard error. */
  readonly low?: number;
  readonly high?: number;
  readonly votes?: number;
  /** ISO date. */
  readonly asOf: string;
  /** Where it was read, for whoever looks at the basis of a number. */
  readonly source: string;
}

/** A completion time of your own. */
export interface GivenTime {
  readonly model: string;
  /** Submit to completed. */
  readonly seconds: number;
  /** Length of the clip. */
  readonly durationSeconds: number;
  /** Clips behind the figure. Default 1. */
  readonly clips?: number;
  readonly resolution?: string;
  /** Default OpenRouter. A time of another host says less about OpenRouter. */
  readonly provider?: string;
  readonly asOf: string;
  readonly source: string;
}

/** Evidence of your own, to be added to the bundled one. */
export interface GivenEvidence {
  readonly ratings?: readonly GivenRating[];
  readonly times?: readonly GivenTime[];
  readonly votes?: readonly Vote[];
}

/**
 * `evidence` with your own added: a rating with a newer date takes the place of an older one wherever it stands in the list, times are weighed
 * with the others of their provider, votes are counted with those that there are.
 */
export function withGivenEvidence(
  evidence: Evidence,
  { ratings = [], times = [], votes = [] }: GivenEvidence,
): Evidence {
  const own = (source: string) => `${source} (given)`;
  const licence = 'given by the user';
  const boards = ratings.map(({ source, asOf }) => [
    own(source),
    { name: own(source), scale: 'lmarena', source, asOf, licence },
  ]);
  const sources = times.map(({ source, asOf }) => [own(source), { source, asOf, licence }]);
  return {
    ...evidence,
    ratings: {
      ...evidence.ratings,
      boards: { ...evidence.ratings.boards, ...Object.fromEntries(boards) },
      ratings: [
        ...evidence.ratings.ratings,
        ...ratings.map(({ source, low = null, high = null, votes: count = null, ...rating }) => ({
          ...rating,
          board: own(source),
          publishedName: rating.model,
          low,
          high,
          votes: count,
          match: 'exact' as const,
          resolution: null,
          use: 'primary' as const,
        })),
      ],
    },
    latencies: {
      ...evidence.latencies,
      sources: { ...evidence.latencies.sources, ...Object.fromEntries(sources) },
      latencies: [
        ...evidence.latencies.latencies,
        ...times.map(({ source, clips = 1, resolution = null, provider = 'OpenRouter', ...time }) => ({
          ...time,
          resolution,
          audio: null,
          clips,
          failuresInside: 0,
          statistic: 'run' as const,
          intervalLowSeconds: null,
          lowerBound: false,
          p95Seconds: null,
          provider,
          viaOpenRouter: provider === 'OpenRouter',
          task: 'text-to-video' as const,
          source: own(source),
          part: null,
        })),
      ],
    },
    votes: [...(evidence.votes ?? []), ...votes],
  };
}
