import { RequirementsError, type RequirementsProblem, shownValue } from './error.ts';
import { isRecord, type Report, reportProblem } from './field.ts';
import { nearestWord } from './nearest.ts';
import { classesWithin, isClassWithin, isRange, rangeText } from './range.ts';
import type { Requirements, Task } from './requirements.ts';
import { requirementFields } from './schema.ts';
import { aspectRatioOfSize, aspectRatioValue, parseSize, resolutionClassesOfSize, shortSideOfClass } from './size.ts';
import { checkTaskInputs } from './tasks.ts';

/**
 * Checks and normalises what a caller wrote. Reading its own answer again changes nothing, and the answer survives JSON.
 * @throws RequirementsError with every problem, not the first.
 */
export function parseRequirements(input: unknown): Requirements {
  if (!isRecord(input))
    throw new RequirementsError([
      { code: 'not_an_object', field: '', value: shownValue(input), allowed: 'an object', nearest: null },
    ]);
  const problems: RequirementsProblem[] = [];
  const faulty = new Set<string>();
  const report: Report = (problem) => {
    problems.push(problem);
    faulty.add(problem.field.replace(/[.[].*$/s, ''));
  };

  const read: Record<string, unknown> = {
    task: 'generate',
    references: [],
    passthrough: [],
    providers: noNames,
    models: noNames,
  };
  for (const key of Object.keys(input)) {
    if (!Object.hasOwn(requirementFields, key)) {
      reportProblem(report, 'unknown_field', key.slice(0, 60), undefined, fieldNames, nearestField(key));
      continue;
    }
    const value = input[key];
    if (value === undefined || value === null) continue;
    const answer = requirementFields[key as keyof Requirements].read(value, key, report);
    if (answer !== undefined) read[key] = answer;
  }

  const requirements = withSizeApplied(read as unknown as Requirements, report);
  if (!faulty.has('task')) checkTaskInputs(requirements, requirements.task as Task, faulty, report);
  if (problems.length > 0) throw new RequirementsError(problems);
  return inFixedOrder(requirements);
}

const noNames = { allow: [], deny: [] } as const;

const fieldNames = Object.keys(requirementFields) as readonly (keyof Requirements)[];

/** What other interfaces call our fields, in plain spelling (no case, `_`, `-`). */
const otherFieldNames: Readonly<Record<string, keyof Requirements>> = {
  duration: 'durationSeconds',
  seconds: 'durationSeconds',
  length: 'durationSeconds',
  aspect: 'aspectRatio',
  ratio: 'aspectRatio',
  image: 'firstFrame',
  frameimages: 'firstFrame',
  inputreferences: 'references',
  generateaudio: 'audio',
  sound: 'audio',
  provider: 'providers',
  model: 'models',
  exclude: 'providers',
  budget: 'maxUsd',
  maxcost: 'maxUsd',
  maxprice: 'maxUsd',
  timeout: 'maxSeconds',
  quality: 'minQuality',
  video: 'sourceVideo',
  mode: 'task',
};

function nearestField(key: string): string | null {
  const plain = key
    .slice(0, 60)
    .toLowerCase()
    .replace(/[\s_-]/g, '');
  return (Object.hasOwn(otherFieldNames, plain) ? otherFieldNames[plain] : undefined) ?? nearestWord(key, fieldNames);
}

/** A size stands for a resolution class and a ratio: fills them in, or reports that it contradicts what was said of them. */
function withSizeApplied(requirements: Requirements, report: Report): Requirements {
  const { size, resolution, aspectRatio } = requirements;
  if (size === undefined) return requirements;
  const classes = resolutionClassesOfSize(size);
  const ratio = aspectRatioOfSize(size);
  const className = classes.find((name) => !isRange(resolution) || isClassWithin(name, resolution)) ?? classes[0];
  if (resolution !== undefined && !sizeFits(size, classes, resolution))
    reportConflict(report, size, 'resolution', isRange(resolution) ? rangeText(resolution) : resolution, classes[0]);
  if (aspectRatio !== undefined && !sizeHasRatio(size, ratio, aspectRatio))
    reportConflict(report, size, 'aspectRatio', aspectRatio, ratio);
  // An exact size is one class, so a range that holds it has said its part.
  const derived = {
    resolution: isRange(resolution) ? className : (resolution ?? className),
    aspectRatio: aspectRatio ?? ratio,
  };
  const { resolution: _, ...rest } = requirements;
  return {
    ...rest,
    ...(derived.resolution === undefined ? {} : { resolution: derived.resolution }),
    ...(derived.aspectRatio === undefined ? {} : { aspectRatio: derived.aspectRatio }),
  };
}

function sizeFits(
  size: string,
  classes: readonly string[],
  resolution: NonNullable<Requirements['resolution']>,
): boolean {
  if (!isRange(resolution)) return sizeIsOfClass(size, classes, resolution);
  return classesWithin(resolution).some((name) => sizeIsOfClass(size, classes, name));
}

/** A size of no known class still agrees with one whose short side is within 5 per cent. */
function sizeIsOfClass(size: string, classes: readonly string[], resolution: string): boolean {
  if (classes.length > 0) return classes.includes(resolution);
  const pixels = parseSize(size)!;
  const side = shortSideOfClass.get(resolution);
  return side !== undefined && Math.abs(Math.min(pixels.width, pixels.height) / side - 1) <= 0.05;
}

function sizeHasRatio(size: string, ratio: string | undefined, aspectRatio: string): boolean {
  if (aspectRatio === 'adaptive') return false;
  if (ratio !== undefined) return ratio === aspectRatio;
  const pixels = parseSize(size)!;
  return Math.abs(pixels.width / pixels.height / aspectRatioValue(aspectRatio) - 1) <= 0.03;
}

function reportConflict(
  report: Report,
  size: string,
  field: 'resolution' | 'aspectRatio',
  value: string,
  nearest: string | undefined,
): void {
  report({
    code: 'conflict',
    field: 'size',
    value: `${size} with ${field} ${value}`,
    allowed:
      nearest === undefined
        ? `size without ${field}`
        : `size ${size} with ${field} ${nearest}, or ${field} ${value} without size`,
    nearest: nearest ?? null,
    conflictsWith: [field],
  });
}

function inFixedOrder(requirements: Requirements): Requirements {
  const ordered: Record<string, unknown> = {};
  for (const name of fieldNames) if (requirements[name] !== undefined) ordered[name] = requirements[name];
  return ordered as unknown as Requirements;
}
