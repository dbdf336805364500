import type { VideoModel } from './catalog/model.ts';
import { hasSoundAlways } from './data/roles.ts';
import type { Evidence, EvidenceQuestion, QualityEstimate, SpeedEstimate } from './evidence/evidence.ts';
import { estimateQuality } from './evidence/quality.ts';
import { estimateSpeed } from './evidence/speed.ts';
import { hasLimits, limitFindings } from './match/limits.ts';
import { firstClip, firstClipOfRanges, type SettledField, settledFields } from './match/settle.ts';
import type { Finding } from './match/verdict.ts';
import type { PriceNote } from './price/price-note.ts';
import { type Quote, quote } from './price/quote.ts';
import { type ClipRequirements, modeOf, type Requirements } from './requirements/requirements.ts';
import { shapeOf } from './requirements/shape.ts';

/** The clip that one model would make: what was asked for, and what was settled because it was left open. */
export interface SettledClip {
  /** Seconds; `null`: not known, as the length of a source video may be. */
  readonly durationSeconds: number | null;
  readonly resolution: string | null;
  /** `null`: left to the model, as the shape of a picture may be. */
  readonly aspectRatio: string | null;
  /** Whether it has sound; `null`: the catalogue does not say. */
  readonly audio: boolean | null;
  /** The fields that the requirements left open, or gave as a range, and that are stated in the request. */
  readonly settled: readonly SettledField[];
}

/** One model's clip with its price, time and quality. */
export interface ClipEstimate {
  /** The requirements with every open field settled: what the request says. */
  readonly requirements: ClipRequirements;
  readonly clip: SettledClip;
  readonly quote: Quote;
  readonly speed: SpeedEstimate;
  readonly quality: QualityEstimate;
  /** The limits that it breaks. */
  readonly beyond: readonly Finding[];
}

/** What estimates go by. */
export interface ClipGround {
  readonly evidence: Evidence;
  /** ISO 8601; evidence ages to here. */
  readonly now: string;
  /** Of own votes only those with this tag count. Default: all count. */
  readonly tag?: string;
}

/**
 * The clip nearest to the target that keeps the limits; where none does, the one that the least budget would pay for. Whatever a further
 * requirement could state is looked at, so stating it never finds a model that leaving it open does not.
 */
export function clipFor(model: VideoModel, requirements: Requirements, ground: ClipGround): ClipEstimate {
  return bestClip(model, requirements, ground, firstClip);
}

function bestClip(
  model: VideoModel,
  requirements: Requirements,
  ground: ClipGround,
  firstOf: typeof firstClip,
): ClipEstimate {
  const { evidence, now } = ground;
  const maxUsd = Number(requirements.maxUsd ?? Number.MAX_VALUE);
  let least: { readonly highUsd: number; readonly estimate: () => ClipEstimate } | undefined;
  let isFirst = true;
  const kept = firstOf(model, requirements, evidence.goalposts, (clip) => {
    const quoted = quote(model, clip, evidence.priceCorrections, now);
    const highUsd = Number(quoted.price.highUsd ?? Number.MAX_VALUE);
    const below = isFirst ? none : belowTarget;
    const estimate = () => clipAs(model, requirements, clip, ground, quoted, below);
    // What is close is held against the limit in exact decimals.
    const found = highUsd <= maxUsd ? estimate() : undefined;
    if (found?.beyond.length === 0) return found;
    if (!least || highUsd < least.highUsd) least = { highUsd, estimate: found ? () => found : estimate };
    isFirst = false;
    return undefined;
  });
  return kept ?? least!.estimate();
}

const none: readonly never[] = [];
const belowTarget: readonly PriceNote[] = [{ code: 'clip_below_target' }];

/** Whether it is another clip than the model would make without limits. */
export function isBelowTarget({ price }: Pick<Quote, 'price'>): boolean {
  return price.assumptions.some(({ code }) => code === 'clip_below_target');
}

/**
 * The clip as it stands: what is open is left to the provider, and the price runs over all that it may choose. A range is settled all the
 * same, since a request has no words for one.
 */
export function openClip(model: VideoModel, requirements: Requirements, ground: ClipGround): ClipEstimate {
  return bestClip(model, requirements, ground, firstClipOfRanges);
}

function clipAs(
  model: VideoModel,
  asked: Requirements,
  clip: ClipRequirements,
  { evidence, now, tag }: ClipGround,
  quoted: Quote,
  notes: readonly PriceNote[],
): ClipEstimate {
  const question = questionOf(model, clip, now, tag);
  const stated = settledFields(asked, clip);
  const added = stated.length === 0 ? notes : [settledNote(clip, stated), ...notes];
  const { price, generateAudio } = quoted;
  const quote =
    added.length === 0 ? quoted : { ...quoted, price: { ...price, assumptions: [...added, ...price.assumptions] } };
  const speed = estimateSpeed(model, question, evidence);
  const quality = estimateQuality(model, question, evidence);
  return {
    requirements: clip,
    clip: describeClip(model, asked, clip, { stated, generateAudio }),
    quote,
    speed,
    quality,
    beyond: hasLimits(clip) ? limitFindings({ quote, speed, quality }, clip) : none,
  };
}

function settledNote(clip: ClipRequirements, stated: ReturnType<typeof settledFields>): PriceNote {
  return {
    code: 'clip_settled',
    fields: stated,
    values: stated.map((field) => settledText(field, clip)),
  };
}

function settledText(field: SettledField, clip: ClipRequirements): string {
  if (field === 'audio') return 'no sound';
  return field === 'durationSeconds' ? `${clip[field]} s` : `${clip[field]}`;
}

function describeClip(
  model: VideoModel,
  asked: Requirements,
  clip: ClipRequirements,
  { stated, generateAudio }: { readonly stated: readonly SettledField[]; readonly generateAudio: boolean | undefined },
): SettledClip {
  const { resolution, aspectRatio } = shapeOf(clip, model.resolutions);
  const audio = hasSoundAlways(model.id) ? true : (generateAudio ?? (model.generateAudio === false ? false : null));
  const isSoundSettled = typeof asked.audio !== 'boolean' && generateAudio !== undefined;
  return {
    durationSeconds: clip.durationSeconds ?? clip.sourceVideo?.durationSeconds ?? null,
    resolution,
    aspectRatio,
    audio,
    settled: isSoundSettled && !stated.includes('audio') ? [...stated, 'audio'] : stated,
  };
}

/** What the evidence is asked about this job. */
export function questionOf(
  model: VideoModel,
  requirements: ClipRequirements,
  now: string,
  tag?: string,
): EvidenceQuestion {
  const { sourceVideo, durationSeconds = sourceVideo?.durationSeconds } = requirements;
  return {
    mode: modeOf(requirements),
    task: requirements.task,
    resolution: shapeOf(requirements, model.resolutions).resolution,
    durationSeconds: durationSeconds ?? null,
    ...(tag !== undefined && { tag }),
    now,
  };
}
