import type { Catalog, VideoModel } from './catalog/model.ts';
import { type ClipEstimate, type ClipGround, clipFor, openClip } from './clip.ts';
import { comparable } from './comparable.ts';
import { bundledEvidence } from './data/evidence.ts';
import { daysBetween, isDate } from './evidence/days.ts';
import type { Evidence, QualityEstimate, SpeedEstimate } from './evidence/evidence.ts';
import { checkOptions } from './known-options.ts';
import { warningsOf } from './match/coupled.ts';
import { hasLimits } from './match/limits.ts';
import { findMismatches, verdictOf } from './match/match.ts';
import type { Verdict } from './match/verdict.ts';
import { cookbookMatch, cookbookRank } from './rank/cookbook.ts';
import { type Profile, type ProfileName, profileOf, type Weights } from './rank/profiles.ts';
import { rankCandidates } from './rank/rank.ts';
import { sensitivityOf } from './rank/sensitivity.ts';
import type { Candidate } from './rank/utilities.ts';
import { buildRequestBody } from './request/body.ts';
import { withChanges } from './requirements/change.ts';
import { parseRequirements } from './requirements/parse.ts';
import type { Requirements } from './requirements/requirements.ts';
import type { RequirementsInput } from './requirements/schema.ts';
import type { Method, RankedModel, RejectedModel, Selection, UnknownModel } from './selection.ts';

/**
 * How models are ranked for given requirements. `select` throws `WeightsError` for a profile or weights that make no sense, and `OptionsError`
 * for a name that is none of these.
 */
export interface SelectOptions {
  /** Default `balanced`. */
  readonly profile?: ProfileName | undefined;
  /** Your own weights, scaled to sum 1; they go before the profile. Default: those of the profile. Throws `WeightsError`. */
  readonly weights?: Partial<Weights> | undefined;
  /** Default `evidence`. */
  readonly method?: Method | undefined;
  /** Default: what ships with the library. */
  readonly evidence?: Evidence | undefined;
  /** ISO 8601; evidence ages to here. Default: the date of the evidence, so that the answer does not move by itself. */
  readonly now?: string | undefined;
  /** Rank models too whose catalogue entry leaves something asked for unstated. Default false. */
  readonly includeUnknown?: boolean | undefined;
  /** Order by the lower bound of the score (`safe`, the default) or by the score. */
  readonly pickBy?: 'safe' | 'expected' | undefined;
  /** Settle what the requirements leave open to stated values. Default true; false: left to the provider, priced over all that it may choose. */
  readonly settle?: boolean | undefined;
  /** The model picked last time, kept unless clearly beaten. Default none. */
  readonly incumbent?: string | undefined;
  /** Of own votes only those with this tag count. Default: all count. */
  readonly tag?: string | undefined;
}

const knownOptions = {
  profile: true,
  weights: { speed: true, cost: true, quality: true } satisfies Record<keyof Weights, true>,
  method: true,
  evidence: true,
  now: true,
  includeUnknown: true,
  pickBy: true,
  settle: true,
  incumbent: true,
  tag: true,
} as const satisfies Record<keyof SelectOptions, unknown>;

/**
 * From what the clip needs to the right model: a verdict for every model, the price of this clip in dollars, a ranking by
 * evidence with its uncertainty, and the exact request. Pure: same arguments, same answer, same order.
 *
 * @throws RequirementsError when the requirements cannot be read, naming every field that is wrong
 * @throws WeightsError when the profile or the weights make no sense
 * @throws OptionsError when it has no option of that name
 */
export function select(catalog: Catalog, input: RequirementsInput, options: SelectOptions = {}): Selection {
  checkOptions('select', options, knownOptions);
  return selectionOf(catalog, input, options);
}

/** As `select`, of options that a brief carries: another version may have written it. */
export function selectionOf(catalog: Catalog, input: RequirementsInput, options: SelectOptions): Selection {
  const { evidence = bundledEvidence, method = 'evidence' } = options;
  const dated = evidence.asOf ?? evidence.goalposts.asOf;
  const now = options.now ?? dated;
  const requirements = parseRequirements(input);
  const profile = profileOf(options.weights ?? options.profile ?? 'balanced');
  const { candidates, rejected, unknown } = judgeAll(catalog, requirements, options);
  const ranking = method === 'cookbook' ? rankByCookbook : rankByEvidence;
  const { ranked, sensitivity } = ranking(candidates, requirements, profile, evidence, options);
  const picked = candidates.find(({ model }) => model.id === ranked[0]?.model);
  return {
    catalog: {
      source: catalog.source,
      asOf: catalog.asOf,
      ageDays: ageOf(catalog.asOf, now),
      models: catalog.models.length,
    },
    evidence: { version: evidence.goalposts.version, asOf: dated, ageDays: daysBetween(dated, now) },
    requirements,
    profile,
    method,
    pick: picked?.model.id ?? null,
    ranked,
    rejected: rejected.sort(byModelId),
    unknown: unknown.sort(byModelId),
    sensitivity,
    request: picked
      ? buildRequestBody(picked.model, picked.estimate.requirements, {
          generateAudio: picked.estimate.quote.generateAudio,
        })
      : null,
  };
}

function ageOf(asOf: string | null, now: string): number | null {
  return asOf === null || !isDate(asOf) ? null : daysBetween(asOf, now);
}

/** What is ranked for a choice: the models that fit with their prices, times and ratings, of the pick's kind of clip. */
export function candidatesFor(
  catalog: Catalog,
  input: RequirementsInput,
  options: SelectOptions = {},
): readonly Candidate[] {
  const { goalposts } = options.evidence ?? bundledEvidence;
  const { candidates } = judgeAll(catalog, parseRequirements(input), options);
  return comparable(candidates, goalposts)[0]!.map(candidateOf);
}

function judgeAll(catalog: Catalog, requirements: Requirements, options: SelectOptions) {
  const { evidence = bundledEvidence, includeUnknown = false, settle = true, tag } = options;
  const now = options.now ?? evidence.asOf ?? evidence.goalposts.asOf;
  const ground: ClipGround = { evidence, now, ...(tag !== undefined && { tag }) };
  const candidates: Judgement[] = [];
  const rejected: RejectedModel[] = [];
  const unknown: UnknownModel[] = [];
  for (const model of catalog.models) {
    const entry = judge(model, requirements, ground, { includeUnknown, settle });
    const { verdict, reasons, nearest } = entry.verdict;
    if (isCandidate(entry, includeUnknown)) candidates.push(entry);
    else if (verdict === 'ineligible') rejected.push({ model: model.id, reasons, nearest });
    else unknown.push({ model: model.id, reasons });
  }
  return { candidates, rejected, unknown };
}

interface Judged {
  readonly model: VideoModel;
  readonly verdict: Verdict;
}

interface Judgement extends Judged {
  readonly estimate: ClipEstimate;
}

function isCandidate(entry: Judged | Judgement, includeUnknown: boolean): entry is Judgement {
  return entry.verdict.verdict === 'eligible' || (includeUnknown && entry.verdict.verdict === 'unknown');
}

/** The verdict on one model; price and estimates are worked out only where they are needed. */
function judge(
  model: VideoModel,
  requirements: Requirements,
  ground: ClipGround,
  options: JudgeOptions,
): Judged | Judgement {
  const { includeUnknown, settle } = options;
  const found = findMismatches(model, requirements);
  const limited = hasLimits(requirements) && !found.otherTask;
  const open = found.findings.length === 0 || (includeUnknown && found.findings.every(({ notStated }) => notStated));
  if (!open && !limited) return { model, verdict: verdictOf(found, requirements) };

  const clipOf = settle ? clipFor : openClip;
  const estimate = clipOf(model, requirements, ground);
  const warnings = estimate.requirements === requirements ? found.warnings : warningsOf(model, estimate.requirements);
  const findings = estimate.beyond.length === 0 ? found.findings : [...found.findings, ...estimate.beyond];
  const verdict = verdictOf({ findings, warnings, otherTask: found.otherTask }, requirements);
  const mends = verdict.nearest.length > 0 ? verdictOf(found, requirements).nearest : [];
  if (mends.length === 0) return { model, verdict, estimate };
  // Another length or class has another price and time: the limits must fit the clip that is offered instead.
  const { beyond } = clipOf(model, withChanges(requirements, mends), ground);
  const nearest = [...mends, ...beyond.flatMap(({ change }) => change ?? [])];
  return { model, verdict: { ...verdict, nearest }, estimate };
}

interface JudgeOptions {
  readonly includeUnknown: boolean;
  readonly settle: boolean;
}

type Ranking = Pick<Selection, 'ranked' | 'sensitivity'>;

function rankByEvidence(
  judgements: readonly Judgement[],
  _requirements: Requirements,
  { weights }: Profile,
  evidence: Evidence,
  { pickBy = 'safe', incumbent }: SelectOptions,
): Ranking {
  const rankOptions = { weights, goalposts: evidence.goalposts, pickBy, ...(incumbent ? { incumbent } : {}) };
  const [first, ...lesser] = comparable(judgements, evidence.goalposts);
  const candidates = first!.map(candidateOf);
  const order = rankCandidates(candidates, rankOptions);
  const places = [
    ...order,
    ...lesser.flatMap((clips) =>
      rankCandidates(clips.map(candidateOf), rankOptions).map((place) => ({ ...place, tiedWith: [] })),
    ),
  ];
  const byId = new Map(judgements.map((judgement) => [judgement.model.id, judgement]));
  const ranked = places.map((place) => describe(byId.get(place.model)!, place));
  const pick = order[0];
  if (!pick) return { ranked, sensitivity: null };
  // Best first: the ends of the ranges are exact to 0.00001 only, and must not depend on the order of the catalogue.
  const candidateById = new Map(candidates.map((candidate) => [candidate.model, candidate]));
  const inOrder = order.map(({ model }) => candidateById.get(model)!);
  return { ranked, sensitivity: sensitivityOf(inOrder, pick.model, rankOptions) };
}

/** The guide's own scores over the same candidates; prices, times and ratings are still ours, to be seen beside them. */
function rankByCookbook(judgements: readonly Judgement[], requirements: Requirements, { weights }: Profile): Ranking {
  const byId = new Map(judgements.map((judgement) => [judgement.model.id, judgement]));
  const models = cookbookMatch(
    judgements.map(({ model }) => model),
    requirements,
  );
  const ranked = cookbookRank(models, weights).map(({ model, score, ...cookbook }) => {
    const contributions = {
      speed: weights.speed * cookbook.speedScore,
      cost: weights.cost * cookbook.costScore,
      quality: weights.quality * cookbook.qualityScore,
    };
    const place = { score, scoreLow: score, contributions, tiedWith: [], dominatedBy: null, evidenceShare: 0 };
    return { ...describe(byId.get(model)!, place), cookbook };
  });
  return { ranked, sensitivity: null };
}

function candidateOf({ model, estimate: { quote, quality, speed } }: Judgement): Candidate {
  const { price } = quote;
  const expectedUsd = numberOf(price.expectedUsd);
  return {
    model: model.id,
    expectedUsd,
    highUsd: price.highUsd === price.expectedUsd ? expectedUsd : numberOf(price.highUsd),
    quality,
    speed,
  };
}

function numberOf(usd: string | null): number | null {
  return usd === null ? null : Number(usd);
}

type Place = Pick<RankedModel, 'score' | 'scoreLow' | 'contributions' | 'tiedWith' | 'dominatedBy' | 'evidenceShare'>;

function describe({ model, verdict, estimate }: Judgement, place: Place): RankedModel {
  const { clip, quote, speed, quality } = estimate;
  const { price } = quote;
  return {
    model: model.id,
    score: place.score,
    scoreLow: place.scoreLow,
    clip,
    price,
    speed: shownSpeed(speed),
    quality: shownQuality(quality),
    contributions: place.contributions,
    tiedWith: place.tiedWith,
    dominatedBy: place.dominatedBy,
    evidenceShare: place.evidenceShare,
    assumptions: price.assumptions,
    warnings: verdict.warnings,
    notStated: verdict.reasons,
  };
}

function shownSpeed({ p50Seconds, p90Seconds, successRate, jobsCounted, basis }: SpeedEstimate): RankedModel['speed'] {
  return { p50Seconds, p90Seconds, successRate, jobsCounted, secondsToResult: p50Seconds / successRate, basis };
}

function shownQuality({ rating, low, high, basis }: QualityEstimate): RankedModel['quality'] {
  return { rating, low, high, basis };
}

function byModelId(one: { readonly model: string }, other: { readonly model: string }): number {
  return one.model < other.model ? -1 : 1;
}
