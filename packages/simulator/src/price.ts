import { isTokenModel } from './frame-size.ts';
import { formatUsd, type Picodollars, parseUsd, times } from './money.ts';
import type { RenderPlan } from './plan.ts';
import type { WireModel } from './wire.ts';

/** One line of a bill: `quantity` units of `sku` make `usd`. */
export interface BillLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unit: 'second' | 'token' | 'image' | 'megapixel second' | 'job';
  /** Decimal string. */
  readonly usd: string;
}

/** What a clip costs, line by line. */
export interface Bill {
  readonly total: Picodollars;
  readonly lines: readonly BillLine[];
}

/**
 * What the listed SKUs make of a plan; undefined when no key fits. The rules are those that public bills of 2026-07 to
 * 2026-10 confirm to the last digit: the seconds asked for, the frames really rendered.
 */
export function priceOf(model: WireModel, plan: RenderPlan): Bill | undefined {
  const skus = model.pricing_skus ?? {};
  const base = tokenLine(skus, model, plan) ?? megapixelLine(skus, plan) ?? secondLine(skus, plan);
  if (!base) return undefined;
  const lines = [base, ...imageLines(skus, plan)];
  const sum = lines.reduce((total, line) => total + parseUsd(line.usd)!, 0n);
  const minimumCents = parseUsd(skus.minimum_cents_per_generation ?? '');
  const minimum = minimumCents === undefined ? 0n : minimumCents / 100n;
  if (sum >= minimum) return { total: sum, lines };
  return { total: minimum, lines: [...lines, line('minimum_cents_per_generation', 1, 'job', minimum - sum)] };
}

type Skus = Readonly<Record<string, string>>;

function line(sku: string, quantity: number, unit: BillLine['unit'], sum: Picodollars): BillLine {
  return { sku, quantity, unit, usd: formatUsd(sum) };
}

/** The first key that is present and readable. */
function firstKey(skus: Skus, candidates: readonly string[]) {
  for (const sku of candidates) {
    const rate = skus[sku] === undefined ? undefined : parseUsd(skus[sku]);
    if (rate !== undefined) return { sku, rate };
  }
  return undefined;
}

function tokenLine(skus: Skus, model: WireModel, plan: RenderPlan): BillLine | undefined {
  const tier = plan.resolution.toLowerCase();
  const part = plan.inputVideoSeconds > 0 ? '_with_video_input' : plan.audio ? '' : '_without_audio';
  const key = firstKey(skus, [
    `video_tokens_${tier}${part}`,
    `video_tokens_${tier}`,
    `video_tokens${part}`,
    'video_tokens',
  ]);
  if (!key) return undefined;
  // The provider documents input and output seconds at the lower rate for a video reference; not seen on a bill here.
  const frames = 24 * (plan.durationSeconds + plan.inputVideoSeconds) + (isTokenModel(model.id) ? 1 : 0);
  const tokens = Math.floor((plan.width * plan.height * frames) / 1024);
  return line(key.sku, tokens, 'token', key.rate * BigInt(tokens));
}

function megapixelLine(skus: Skus, plan: RenderPlan): BillLine | undefined {
  if (!plan.source) return undefined;
  const key = firstKey(skus, [`cents_per_megapixel_second_${plan.creativity === 1 ? 'creative' : 'precise'}`]);
  if (!key) return undefined;
  // Source pixels or output pixels: public code is split. Ours: source.
  const quantity = (plan.source.width * plan.source.height * plan.durationSeconds) / 1e6;
  return line(key.sku, quantity, 'megapixel second', times(key.rate, quantity) / 100n);
}

function secondLine(skus: Skus, plan: RenderPlan): BillLine | undefined {
  const tier = plan.resolution.toLowerCase();
  // Continuing, editing and references have no text or image key of their own anywhere; the image rate is the dearer.
  const mode = plan.mode === 'text' ? 'text_to_video' : 'image_to_video';
  const audio = plan.audio ? 'with_audio' : 'without_audio';
  const key = firstKey(skus, [
    ...(plan.mode === 'continuation' ? [`cents_per_second_video_continuation_${tier}`] : []),
    `cents_per_video_output_second_${tier}`,
    `cents_per_second_output_${tier}`,
    'cents_per_second_output',
    `duration_seconds_${audio}_${tier}`,
    `duration_seconds_${audio}`,
    `${mode}_duration_seconds_${tier}`,
    `duration_seconds_${tier}`,
    'duration_seconds',
  ]);
  if (!key) return undefined;
  const sum = times(key.rate, plan.durationSeconds);
  return line(key.sku, plan.durationSeconds, 'second', key.sku.startsWith('cents_') ? sum / 100n : sum);
}

function imageLines(skus: Skus, plan: RenderPlan): readonly BillLine[] {
  const lines: BillLine[] = [];
  const cents = parseUsd(skus.cents_per_image_input ?? '');
  if (cents !== undefined && plan.inputImages > 0) {
    lines.push(line('cents_per_image_input', plan.inputImages, 'image', (cents * BigInt(plan.inputImages)) / 100n));
  }
  // Five references are free at MiniMax itself; no OpenRouter bill shows it.
  const charged = plan.mode === 'reference' ? Math.max(0, plan.inputImages - 5) : 0;
  const each = parseUsd(skus.reference_images ?? '');
  if (each !== undefined && charged > 0) lines.push(line('reference_images', charged, 'image', each * BigInt(charged)));
  return lines;
}
