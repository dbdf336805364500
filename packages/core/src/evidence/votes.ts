import type { RatingTask, Vote } from './evidence.ts';

/** A rating as a normal distribution, in points. */
export interface RatingBelief {
  readonly rating: number;
  readonly variance: number;
}

/** What a model is worth once votes are counted. */
export interface VotedRating extends RatingBelief {
  /** Votes with this model in them. */
  readonly votes: number;
  /** ISO 8601: the newest of them. */
  readonly votedAt: string;
}

/** Points of a Bradley-Terry rating to log odds: 400 points are odds of ten to one. */
export const logOddsPerPoint = Math.log(10) / 400;

/** The votes that count for a task: with a tag only those that carry it. */
export function votesFor(votes: readonly Vote[], task: RatingTask, tag: string | null): readonly Vote[] {
  const wanted = tag === null ? null : tagKey(tag);
  return votes.filter((vote) => vote.task === task && (wanted === null || tagKey(vote.tag ?? '') === wanted));
}

/** `Talking ` and `talking` are one tag. */
function tagKey(tag: string): string {
  return tag.trim().toLowerCase();
}

/**
 * The most likely ratings of the models that were compared: Bradley-Terry over all votes together, with what was known before as the
 * prior of each model. A tie is half a win for both. The variances are those of the normal distribution at the maximum (Laplace).
 *
 * @param priorOf what is known of a model without these votes
 */
export function ratingsByVotes(
  votes: readonly Vote[],
  priorOf: (model: string) => RatingBelief,
): ReadonlyMap<string, VotedRating> {
  const models = [...new Set(votes.flatMap((vote) => vote.models))].sort();
  const indexOf = new Map(models.map((model, index) => [model, index]));
  const priors = models.map(priorOf);
  const games = gamesOf(votes, indexOf);
  const ratings = priors.map(({ rating }) => rating);
  let root = informationRoot(ratings, priors, games);
  for (let round = 0; round < mostRounds; round += 1) {
    const step = solve(root, slopes(ratings, priors, games));
    // The posterior is concave, and a step of more than one class of players overshoots where odds are extreme.
    const longest = Math.max(...step.map(Math.abs));
    const share = longest > 400 ? 400 / longest : 1;
    for (const [index, change] of step.entries()) ratings[index] = ratings[index]! + share * change;
    root = informationRoot(ratings, priors, games);
    if (longest < 1e-9) break;
  }
  return new Map(
    models.map((model, index) => {
      const own = votes.filter((vote) => vote.models.includes(model));
      const unit = models.map((_model, row) => (row === index ? 1 : 0));
      const votedAt = own
        .map((vote) => vote.votedAt)
        .sort()
        .at(-1)!;
      return [model, { rating: ratings[index]!, variance: solve(root, unit)[index]!, votes: own.length, votedAt }];
    }),
  );
}

const mostRounds = 100;

/** The votes between two models. */
interface Games {
  readonly one: number;
  readonly other: number;
  readonly played: number;
  /** Of the first; a tie is half a win. */
  readonly won: number;
}

/** Counted by pair and in the order of the models, so that the order of the votes makes no difference to the last digit. */
function gamesOf(votes: readonly Vote[], indexOf: ReadonlyMap<string, number>): readonly Games[] {
  const pairs = new Map<number, Games>();
  for (const { models, better } of votes) {
    const [one, other] = models[0] < models[1] ? models : [models[1], models[0]];
    const pair = { one: indexOf.get(one)!, other: indexOf.get(other)! };
    const key = pair.one * indexOf.size + pair.other;
    const { played, won } = pairs.get(key) ?? { played: 0, won: 0 };
    pairs.set(key, { ...pair, played: played + 1, won: won + (better === null ? 0.5 : better === one ? 1 : 0) });
  }
  return [...pairs].sort(([one], [other]) => one - other).map(([, games]) => games);
}

function winProbability(ratings: readonly number[], { one, other }: Games): number {
  return 1 / (1 + Math.exp(-logOddsPerPoint * (ratings[one]! - ratings[other]!)));
}

/** Gradient of the log posterior. */
function slopes(ratings: readonly number[], priors: readonly RatingBelief[], games: readonly Games[]): number[] {
  const slope = priors.map(({ rating, variance }, index) => (rating - ratings[index]!) / variance);
  for (const game of games) {
    const pull = logOddsPerPoint * (game.won - game.played * winProbability(ratings, game));
    slope[game.one]! += pull;
    slope[game.other]! -= pull;
  }
  return slope;
}

/** Lower Cholesky root of the information: the negative Hessian of the log posterior, which is positive definite. */
function informationRoot(ratings: readonly number[], priors: readonly RatingBelief[], games: readonly Games[]) {
  const matrix = priors.map(({ variance }, row) => priors.map((_prior, column) => (row === column ? 1 / variance : 0)));
  for (const game of games) {
    const { one, other } = game;
    const probability = winProbability(ratings, game);
    const weight = game.played * logOddsPerPoint ** 2 * probability * (1 - probability);
    matrix[one]![one]! += weight;
    matrix[other]![other]! += weight;
    matrix[one]![other]! -= weight;
    matrix[other]![one]! -= weight;
  }
  for (let row = 0; row < matrix.length; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let value = matrix[row]![column]!;
      for (let inner = 0; inner < column; inner += 1) value -= matrix[row]![inner]! * matrix[column]![inner]!;
      matrix[row]![column] = row === column ? Math.sqrt(value) : value / matrix[column]![column]!;
    }
  }
  return matrix;
}

/** Solves root · rootᵀ · x = right. */
function solve(root: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const solution = [...right];
  for (let row = 0; row < solution.length; row += 1) {
    for (let inner = 0; inner < row; inner += 1) solution[row]! -= root[row]![inner]! * solution[inner]!;
    solution[row]! /= root[row]![row]!;
  }
  for (let row = solution.length - 1; row >= 0; row -= 1) {
    for (let inner = row + 1; inner < solution.length; inner += 1)
      solution[row]! -= root[inner]![row]! * solution[inner]!;
    solution[row]! /= root[row]![row]!;
  }
  return solution;
}
