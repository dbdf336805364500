import { basename, extname } from 'node:path';
import {
  type Brief,
  dollars,
  type ImageInput,
  type LocalTime,
  type OrderedClip,
  orderedClip,
  orderedClipText,
  type Plan,
  renewalText,
} from '@shotcaller/core';
import type { ExpectedPlace } from '../../files/expected-place.ts';
import { saysOtherKind, usualExtension } from '../../files/right-extension.ts';
import type { BudgetLeft } from '../../jobs/money/check-budget.ts';
import { clean } from './clean.ts';

export interface OrderSurroundings {
  readonly place: ExpectedPlace;
  readonly left: readonly BudgetLeft[];
  /** Of whoever reads; `undefined`: times are said in UTC. */
  readonly localTime: LocalTime | undefined;
}

/** What is bought, line by line: the whole prompt, the clip, what goes in, where the file goes, what is left to spend. */
export function orderLines(
  { body }: Plan,
  { requirements }: Brief,
  { place, left, localTime }: OrderSurroundings,
): readonly string[] {
  return [
    ...orderedLines(requirements, orderedClip(body)),
    `File: ${placeText(place)}`,
    ...left.map((budget) => `Budget: ${budgetText(budget, localTime)}`),
  ].map((line) => `  ${clean(line)}\n`);
}

/** What is or was ordered: the whole prompt, the clip, what goes in. */
export function orderedLines(requirements: Brief['requirements'], clip: OrderedClip): readonly string[] {
  const { task, prompt, firstFrame, lastFrame, references, seed, sourceVideo, previousJobId } = requirements;
  const { upscaleFactor, creativity } = requirements;
  return [
    ...promptLines(prompt),
    ...(task === 'generate' ? [] : [`Task: ${task}`]),
    `Clip: ${orderedClipText(clip)}`,
    ...(firstFrame ? [`First frame: ${pictureText(firstFrame)}`] : []),
    ...(lastFrame ? [`Last frame: ${pictureText(lastFrame)}`] : []),
    ...references.map((reference) => `Reference, ${reference.kind}: ${pictureText(reference)}`),
    ...(sourceVideo?.url === undefined ? [] : [`Source video: ${sourceVideo.url}`]),
    ...(previousJobId === undefined ? [] : [`Continues: ${previousJobId}`]),
    ...(upscaleFactor === undefined ? [] : [`Enlarged by: ${upscaleFactor}`]),
    ...(creativity === undefined ? [] : [`Creativity: ${creativity}`]),
    ...(seed === undefined ? [] : [`Seed: ${seed}`]),
  ];
}

/** A prompt of several lines is set off, so that no line of it can be taken for one of ours. */
function promptLines(prompt: string | undefined): readonly string[] {
  if (prompt === undefined) return ['Prompt: none'];
  const lines = prompt.split(/\r\n|\n/);
  return lines.length === 1 ? [`Prompt: ${prompt}`] : ['Prompt:', ...lines.map((line) => `  | ${line}`)];
}

function pictureText({ url, width, height }: Pick<ImageInput, 'url' | 'width' | 'height'>): string {
  const [, type, data] = /^data:([^;,]{0,100})[^,]{0,200},(.*)$/is.exec(url) ?? [];
  if (type === undefined || data === undefined) return url;
  const size = width && height ? `, ${width}x${height}` : '';
  // In a job that was ordered, the data is left out and its length is said.
  const characters = Number(/^… \((\d+) characters\)$/.exec(data)?.[1] ?? data.length);
  return `${type} of ${((characters * 3) / 4 / 1000).toFixed(0)} kB${size}`;
}

function placeText(place: ExpectedPlace): string {
  if (place.kind === 'folder') return `a new one in ${place.path}`;
  const { path, asked, taken, replaces } = place;
  const [wanted, usual] = [extname(asked), extname(path)];
  const why = [
    ...(usual === wanted ? [] : [`clips come as ${containerName(usual)}, not ${containerName(wanted)}`]),
    ...(taken === null ? [] : [`${basename(taken)} exists`]),
  ];
  const notes = [
    ...(saysOtherKind(path) ? [`an ${containerName(usualExtension)} in spite of its name`] : []),
    ...(replaces ? ['in place of the file that is there'] : []),
    ...(why.length > 0 ? [`since ${why.join(', and ')}`] : []),
    ...(path.includes('{id}') ? ['where {id} is the id of the job'] : []),
  ];
  return [path, ...notes].join(', ');
}

/** `.mp4` → `MP4`. */
function containerName(extension: string): string {
  return extension.slice(1).toUpperCase();
}

/** That a clip was saved under another name than was asked for, and why; `undefined`: it has the name. */
export function savedAsText(asked: string, path: string): string | undefined {
  if (path === asked) return undefined;
  const [wanted, extension] = [extname(asked), extname(path)];
  const why = [
    ...(extension === wanted ? [] : [`the clip is ${containerName(extension)}, not ${containerName(wanted)}`]),
    ...(basename(path, extension) === basename(asked, wanted) ? [] : ['a file of that name exists']),
  ];
  return `Saved as ${basename(path)}, not ${basename(asked)}: ${why.join(', and ')}.`;
}

const budgetNames = {
  job: 'for this clip',
  batch: 'of the batch',
  day: 'today',
  month: 'this month',
  key: 'of the key',
  key_day: 'of the key today',
};

function budgetText({ cap, limitUsd, leftUsd, renewsAt }: BudgetLeft, localTime: LocalTime | undefined): string {
  const renewal = renewsAt === undefined ? '' : `, anew at ${renewalText(renewsAt, localTime)}`;
  return `${dollars(leftUsd)} of ${dollars(limitUsd)} left ${budgetNames[cap]}${renewal}`;
}
