import type { VideoModel } from '../catalog/model.ts';
import { isClassWithin, isRange } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { shapeOf } from '../requirements/shape.ts';
import { parseSize } from '../requirements/size.ts';
import { tierOf } from '../requirements/words.ts';
import { nearestAspectRatio, nearestResolution } from './nearest.ts';
import type { Finding } from './verdict.ts';

/** Resolution, aspect ratio and exact size. A size fits where it is listed, and wherever its class and ratio fit. */
export function shapeFindings(model: VideoModel, requirements: Requirements, findings: Finding[]): void {
  const { size } = requirements;
  if (size === undefined) {
    resolutionFinding(model, requirements.resolution, findings);
    aspectRatioFinding(model, requirements.aspectRatio, findings);
    return;
  }
  if (model.sizes?.some((listed) => listed === size || canonicalSize(listed) === size)) return;
  const { resolution, aspectRatio } = shapeOf(requirements, model.resolutions);
  if (resolution === null || aspectRatio === null) {
    sizeFinding(model, size, findings);
    return;
  }
  const derived: Finding[] = [];
  resolutionFinding(model, resolution, derived);
  aspectRatioFinding(model, aspectRatio, derived);
  // A size is changed as a whole: dropping it leaves the class and the ratio free to move.
  for (const finding of derived) {
    findings.push(finding.change ? { ...finding, change: sizeChange(size, model) } : finding);
  }
}

function resolutionFinding({ resolutions }: VideoModel, wanted: Requirements['resolution'], findings: Finding[]): void {
  if (wanted === undefined) return;
  const reason = { field: 'resolution', requested: wanted, supported: resolutions };
  if (resolutions === null) {
    findings.push({ reason: { code: 'resolution_not_stated', ...reason }, notStated: true });
  } else if (!isOffered(resolutions, wanted)) {
    const to = nearestResolution(wanted, resolutions);
    findings.push({
      reason: { code: 'resolution_unsupported', ...reason },
      change: { field: 'resolution', from: wanted, to },
    });
  }
}

function isOffered(resolutions: readonly string[], wanted: NonNullable<Requirements['resolution']>): boolean {
  if (isRange(wanted)) return resolutions.some((name) => isClassWithin(name, wanted));
  if (resolutions.includes(wanted)) return true;
  const tier = tierOf(wanted);
  return resolutions.some((name) => tierOf(name) === tier);
}

function aspectRatioFinding({ aspectRatios }: VideoModel, wanted: string | undefined, findings: Finding[]): void {
  if (wanted === undefined || wanted === 'adaptive') return;
  const reason = { field: 'aspectRatio', requested: wanted, supported: aspectRatios };
  if (aspectRatios === null) {
    findings.push({ reason: { code: 'aspect_ratio_not_stated', ...reason }, notStated: true });
  } else if (!aspectRatios.includes(wanted)) {
    const to = nearestAspectRatio(wanted, aspectRatios);
    findings.push({
      reason: { code: 'aspect_ratio_unsupported', ...reason },
      change: { field: 'aspectRatio', from: wanted, to },
    });
  }
}

/** A size of no known class: only a list of sizes can settle it. */
function sizeFinding(model: VideoModel, size: string, findings: Finding[]): void {
  const reason = { field: 'size', requested: size, supported: model.sizes };
  if (model.sizes === null) findings.push({ reason: { code: 'size_not_stated', ...reason }, notStated: true });
  else findings.push({ reason: { code: 'size_unsupported', ...reason }, change: sizeChange(size, model) });
}

function sizeChange(size: string, { sizes }: VideoModel): { field: string; from: string; to: string | null } {
  return { field: 'size', from: size, to: nearestSize(size, sizes ?? []) };
}

/** The listed size that differs least in width and height together; `null` when none can be read. */
function nearestSize(wanted: string, sizes: readonly string[]): string | null {
  const [width, height] = sidesOf(wanted);
  const distance = (size: string) => {
    const [otherWidth, otherHeight] = sidesOf(size);
    return Math.abs(Math.log(otherWidth / width)) + Math.abs(Math.log(otherHeight / height));
  };
  const readable = sizes.map(canonicalSize).filter((size) => size !== undefined);
  return readable.reduce<string | null>(
    (best, size) => (best === null || distance(size) < distance(best) ? size : best),
    null,
  );
}

/** `1280X720` → `1280x720`; `undefined` when it is no size. */
function canonicalSize(text: string): string | undefined {
  const pixels = parseSize(text);
  return pixels && `${pixels.width}x${pixels.height}`;
}

function sidesOf(size: string): [number, number] {
  const [width, height] = size.split('x').map(Number);
  return [width ?? Number.NaN, height ?? Number.NaN];
}
