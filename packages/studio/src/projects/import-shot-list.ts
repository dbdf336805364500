import { profiles } from '@shotcaller/core';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import { type Choice, choiceForClip, emptyChoice } from '../brief/choice.ts';
import { pictureReference } from '../brief/picture.ts';
import { pictureShelf } from '../brief/picture-shelf.ts';
import { readPicture } from '../brief/read-picture.ts';
import { statedFields } from '../jobs/job-form.ts';
import { newShot, type Shot } from '../shots/shot.ts';

type Format = 'csv' | 'jsonl' | 'yaml';

const formats: Readonly<Record<string, Format>> = {
  csv: 'csv',
  tsv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'yaml',
};

export interface ImportedShots {
  readonly shots: readonly Shot[];
  /** Shots that say that they go on from another one: the page shoots each alone. */
  readonly continuing: number;
}

/**
 * Reads a shot list, as `shotcaller batch` does, and the pictures that were chosen with it. Nothing is ordered.
 * @throws Error with a sentence for people, or with every problem of the list
 */
export async function importShotList(files: readonly File[], nowMs: number): Promise<ImportedShots> {
  const list = files.find((file) => formatOf(file) !== undefined);
  const format = list && formatOf(list);
  if (!list || !format) throw new Error('Choose a shot list: its name ends with .csv, .jsonl, .yaml or .json.');
  const pictures = new Map<string, string>();
  for (const file of files.filter((other) => other !== list)) {
    const picture = await readPicture(file);
    pictureShelf.add(picture);
    pictures.set(file.name.toLowerCase(), pictureReference(picture));
  }
  const { shots } = await gateway.readShotList({ list: await list.text(), format }).catch((error: unknown) => {
    throw withProblems(error);
  });
  return {
    continuing: shots.filter(({ continues }) => continues !== null).length,
    shots: shots.map(({ id, requirements, profile, model, takes }, index) => {
      const named: Choice = profile === null ? emptyChoice : { ...emptyChoice, profile, weights: profiles[profile] };
      const choice = choiceForClip(statedFields(withPictures(requirements, pictures)), named);
      // Newest first is the order of the store: the first of the list stays first among equals.
      const shot = newShot(choice, nowMs - index);
      return { ...shot, name: id, plan: { takes, models: model === null ? null : [model] } };
    }),
  };
}

function formatOf({ name }: File): Format | undefined {
  return formats[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
}

/** Paths of pictures that were chosen too become those pictures. */
function withPictures(
  requirements: Readonly<Record<string, unknown>>,
  pictures: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const found = (value: unknown) => {
    const name = typeof value === 'string' ? value.split(/[/\\]/).at(-1)?.toLowerCase() : undefined;
    return (name !== undefined && pictures.get(name)) || value;
  };
  const { firstFrame, lastFrame, references, ...others } = requirements;
  return {
    ...others,
    firstFrame: found(firstFrame),
    lastFrame: found(lastFrame),
    references: ((references ?? []) as readonly { readonly url: string }[]).map((reference) => {
      const picture = found(reference.url);
      return picture === reference.url ? reference : picture;
    }),
  };
}

/** The message alone says how many problems there are; people want to see them. */
function withProblems(error: unknown): unknown {
  if (!(error instanceof GatewayError) || !error.detail.problems) return error;
  const problems = error.detail.problems.map(({ message }) => message);
  return new Error([error.message, ...problems.slice(0, 20)].join('\n'));
}
