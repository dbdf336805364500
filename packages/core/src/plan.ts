import type { Brief } from './brief/brief.ts';
import { findModel, modelNamed } from './catalog/find-model.ts';
import type { Catalog, VideoModel } from './catalog/model.ts';
import { clipFor, openClip, type SettledClip } from './clip.ts';
import { bestConcession } from './concession.ts';
import type { Evidence } from './evidence/evidence.ts';
import { findMismatches, verdictOf } from './match/match.ts';
import type { Reason, Verdict } from './match/verdict.ts';
import type { Price } from './price/price.ts';
import { unknownPrice } from './price/unknown-price.ts';
import { usdLess } from './price/usd.ts';
import { withCallback, withUnspokenFields } from './request/callers-body.ts';
import { callersBodyFindings, type RequestFinding, validateRequest } from './request/validate.ts';
import { isRange } from './requirements/range.ts';
import type { Requirements } from './requirements/requirements.ts';
import { selectionOf } from './select.ts';
import type { Selection } from './selection.ts';
import { stalenessOf } from './staleness.ts';

/** What choosing goes by. */
export interface ChoiceGround {
  readonly catalog: Catalog;
  /** With own runs, failures and bills where there are any. */
  readonly evidence: Evidence;
  /** ISO 8601; evidence ages to here. */
  readonly now: string;
}

/** The clip that a request asks for, as far as it can be checked and learnt from. */
export interface RequestedClip {
  readonly task: Requirements['task'];
  readonly durationSeconds?: number;
  readonly resolution?: string;
  /** `W:H`, or `adaptive`. */
  readonly aspectRatio?: string;
  /** `1280x720`, when asked for by size. */
  readonly size?: string;
  /** `undefined`: not asked for either way. */
  readonly audio?: boolean;
}

/** How long a job is expected to take, from submit to completed. */
export interface ExpectedTime {
  readonly p50Seconds: number;
  readonly p90Seconds: number;
}

/** One model, the exact request for it, what it is expected to cost and to take, and the selection that it comes from. */
export interface Plan {
  readonly kind: 'plan';
  readonly model: string;
  /** The request body as it will be sent. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly price: Price;
  readonly clip: RequestedClip;
  readonly expectedTime: ExpectedTime | null;
  /** What is wrong with the request, or worth knowing. With one of severity `refused` it is not sent. */
  readonly findings: readonly RequestFinding[];
  readonly selection: Selection;
  /** Origin of the service that it was made for. Absent: it was not noted. */
  readonly service?: string;
}

/** No model can do it, and why: an answer, not an error. */
export interface NoPlan {
  readonly kind: 'no_plan';
  readonly selection: Selection;
}

/** What narrows a plan down beside its brief. Nothing here is required. */
export interface PlanOptions {
  /** Ids of models that were tried already. Default none. */
  readonly exclude?: readonly string[];
  /** What is left to spend, in dollars. Default: no limit. */
  readonly budgetUsd?: string;
  /** Address for the webhook. Default: none is sent. */
  readonly callbackUrl?: string;
}

/** What one model would charge for the clip, and whether it can make it. */
export interface ModelQuote {
  readonly model: string;
  /** The clip that is priced, with what was settled because it was left open. */
  readonly clip: SettledClip;
  readonly price: Price;
  /** As in a selection: limits on price, time and quality count. */
  readonly verdict: Verdict['verdict'];
  readonly reasons: readonly Reason[];
}

/**
 * The whole answer to a brief, with the concession that gains most and what the age of the numbers does.
 *
 * @throws UnknownModelError when the brief names a model that the catalogue does not list
 */
export function selectFor(brief: Brief, ground: ChoiceGround, options: PlanOptions = {}): Selection {
  const { catalog, evidence, now } = ground;
  const selectOptions = { ...brief.preferences, evidence, now };
  const selection = selectionFor(brief, ground, options);
  return {
    ...selection,
    concession: bestConcession(catalog, selection, selectOptions),
    staleness: stalenessOf(catalog, selection, selectOptions),
  };
}

/** The selection alone, for those who only buy. */
function selectionFor(brief: Brief, { catalog, evidence, now }: ChoiceGround, options: PlanOptions): Selection {
  const named = brief.model === null ? null : modelNamed(catalog, brief.model).id;
  return selectionOf(catalog, narrowed(brief, named, options), { ...brief.preferences, evidence, now });
}

/** The price of the clip on every model, or on the one that the brief names, in the order of the catalogue. */
export function quotesFor(
  { requirements, model }: Brief,
  { catalog, evidence, now }: ChoiceGround,
): readonly ModelQuote[] {
  const models = model === null ? catalog.models : [modelNamed(catalog, model)];
  return models.map((entry) => {
    const { clip, quote, beyond } = clipFor(entry, requirements, { evidence, now });
    const found = findMismatches(entry, requirements);
    const findings = found.otherTask ? found.findings : [...found.findings, ...beyond];
    const { verdict, reasons } = verdictOf({ ...found, findings }, requirements);
    return { model: entry.id, clip, price: quote.price, verdict, reasons };
  });
}

/** What would be bought for a brief: the pick, or the model that it names. */
export function planFor(brief: Brief, ground: ChoiceGround, options: PlanOptions = {}): Plan | NoPlan {
  if (brief.model !== null && brief.body !== null) return planOwnBody(brief, brief.model, brief.body, ground, options);
  const selection = selectionFor(brief, ground, options);
  const [picked] = selection.ranked;
  if (!picked || selection.request === null) return { kind: 'no_plan', selection };
  const request = brief.body === null ? { ...selection.request } : withUnspokenFields(selection.request, brief.body);
  return {
    kind: 'plan',
    model: picked.model,
    body: withCallback(request, options.callbackUrl),
    price: picked.price,
    clip: statedClip(brief.requirements, picked.clip),
    expectedTime: { p50Seconds: picked.speed.p50Seconds, p90Seconds: picked.speed.p90Seconds },
    findings: validateRequest(modelNamed(ground.catalog, picked.model), brief.requirements, selection.request),
    selection,
  };
}

/** A caller's own body for a named model: sent as it is, whatever our verdict, with our price for it. */
function planOwnBody(
  { requirements, preferences }: Brief,
  name: string,
  body: Readonly<Record<string, unknown>>,
  { catalog, evidence, now }: ChoiceGround,
  { exclude = [], callbackUrl }: PlanOptions,
): Plan | NoPlan {
  const model = findModel(catalog, name);
  const alone: Catalog = { ...catalog, models: model && !exclude.includes(model.id) ? [model] : [] };
  const { maxUsd: _, maxSeconds: __, minQuality: ___, ...rest } = requirements;
  const open = { ...rest, models: { allow: [], deny: [] } };
  const selection = selectionOf(alone, open, { ...preferences, evidence, now, includeUnknown: true, settle: false });
  if (exclude.includes(model?.id ?? name)) return { kind: 'no_plan', selection };
  const [ranked] = selection.ranked;
  return {
    kind: 'plan',
    model: model?.id ?? name,
    body: withCallback(body, callbackUrl),
    price: ranked?.price ?? priceOf(model, open, evidence, now),
    clip: clipOf(open),
    expectedTime: ranked ? { p50Seconds: ranked.speed.p50Seconds, p90Seconds: ranked.speed.p90Seconds } : null,
    findings: callersBodyFindings(requirements.task, body),
    selection,
  };
}

function priceOf(model: VideoModel | undefined, requirements: Requirements, evidence: Evidence, now: string): Price {
  return model
    ? openClip(model, requirements, { evidence, now }).quote.price
    : unknownPrice({ code: 'model_not_in_catalog' });
}

/** The brief's own requirements with what else limits the models and the money. */
function narrowed(
  { requirements, allowedModels }: Brief,
  named: string | null,
  { exclude = [], budgetUsd }: PlanOptions,
): Requirements {
  const { maxUsd } = requirements;
  const cap = maxUsd === undefined || (budgetUsd !== undefined && usdLess(budgetUsd, maxUsd)) ? budgetUsd : maxUsd;
  const { allow, deny } = requirements.models;
  const wanted = named === null ? allow : [named];
  const both = allowedModels === null ? wanted : wanted.filter((id) => allowedModels.includes(id));
  // An empty list allows all, so a key that allows none of those wanted allows its own and denies them.
  const isShut = allowedModels !== null && wanted.length > 0 && both.length === 0;
  return {
    ...requirements,
    models: {
      allow: isShut || wanted.length === 0 ? (allowedModels ?? both) : both,
      deny: [...deny, ...exclude, ...(isShut ? (allowedModels ?? []) : [])],
    },
    ...(cap !== undefined && { maxUsd: cap }),
  };
}

/** What the request states: what was asked for, and what was settled. */
function statedClip(
  asked: Requirements,
  { settled, durationSeconds, resolution, aspectRatio }: SettledClip,
): RequestedClip {
  return {
    ...clipOf(asked),
    ...(settled.includes('durationSeconds') && durationSeconds !== null && { durationSeconds }),
    ...(settled.includes('resolution') && resolution !== null && { resolution }),
    ...(settled.includes('aspectRatio') && aspectRatio !== null && { aspectRatio }),
  };
}

function clipOf({ task, durationSeconds, resolution, aspectRatio, size, audio }: Requirements): RequestedClip {
  return {
    task,
    ...(durationSeconds !== undefined && !isRange(durationSeconds) && { durationSeconds }),
    ...(resolution !== undefined && !isRange(resolution) && { resolution }),
    ...(aspectRatio !== undefined && { aspectRatio }),
    ...(size !== undefined && { size }),
    ...(typeof audio === 'boolean' && { audio }),
  };
}
