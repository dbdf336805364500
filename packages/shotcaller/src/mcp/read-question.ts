import {
  type Brief,
  contradictionSentence,
  mergedRequirements,
  missingInputs,
  type NeededInput,
  neededInputText,
  notUnderstoodOtherwise,
  type OverriddenPhrase,
  openConflicts,
  overriddenPhraseSentence,
  overriddenPhrases,
  parseSentence,
  type RequirementsInput,
  readBrief,
  type SentenceReading,
} from '@shotcaller/core';
import { pictureInput } from '../inputs/picture-input.ts';
import { decisiveAttempt } from '../jobs/job-result.ts';
import { type Door, maySee } from './door.ts';
import type { Question } from './schemas/question.ts';
import { ToolProblem } from './tool.ts';

/** A question as read, and what of its sentence was understood. */
export interface ReadQuestion {
  readonly brief: Brief;
  readonly reading: SentenceReading | undefined;
  /** Contradictions of the sentence that the requirements do not settle. */
  readonly conflicts: SentenceReading['conflicts'];
  /** What of the sentence does not count, because the requirements say something else. */
  readonly overridden: readonly OverriddenPhrase[];
  /** Inputs that the sentence speaks of and nobody gave. */
  readonly missing: readonly NeededInput[];
}

/** The brief of a question: the sentence first, then the requirements, then the configured profile. */
export async function readQuestion(
  door: Door,
  { requirements = {}, sentence, ...preferences }: Question,
  model?: string,
): Promise<ReadQuestion> {
  if (sentence === undefined && Object.keys(requirements).length === 0) {
    throw new ToolProblem(
      'question_empty',
      'You passed neither requirements nor a sentence. Nothing was bought.',
      'Pass requirements, for example {"prompt": "a paper boat", "durationSeconds": 5, "resolution": "720p"}, or a sentence.',
    );
  }
  const reading = sentence === undefined ? undefined : parseSentence(sentence);
  const fields = await withPictures(door, await withPreviousJob(door, requirements));
  const read = reading && { ...reading, requirements: await withPictures(door, reading.requirements) };
  const brief = readBrief({
    reading: read,
    fields: { ...fields },
    preferences,
    defaultProfile: door.defaultProfile,
    model,
    allowedModels: door.caller.models ?? null,
  });
  return {
    brief,
    reading,
    conflicts: openConflicts(reading?.conflicts ?? [], { fields: { ...fields } }),
    overridden: overriddenPhrases({ reading, fields: { ...fields }, preferences }),
    missing: missingInputs(reading?.needed ?? [], mergedRequirements({ reading, fields: { ...fields } })),
  };
}

/** What was read of a sentence, for whoever wrote it to check. */
export function understoodOf({ reading, conflicts, overridden, missing, brief }: ReadQuestion) {
  if (!reading) return {};
  return {
    understood: {
      prompt: brief.requirements.prompt ?? null,
      phrases: reading.used
        .filter(({ field }) => field !== 'needed')
        .map(({ text, field, value }) => ({ text, field, value: value as string | number | boolean | object | null })),
      notUnderstood: [...reading.notUnderstood],
    },
    warnings: [
      ...notUnderstoodOtherwise(reading).map((text) => `Not understood: "${text}".`),
      ...conflicts.map(contradictionSentence),
      ...overridden.map((phrase) => overriddenPhraseSentence(phrase, givenText(phrase))),
      ...missing.map((input) => `You mentioned ${neededInputText(input)}, but did not pass it.`),
      ...(reading.otherLanguage
        ? [
            'The sentence does not look like English: only settings written as in English, such as 8s, 9:16 or 720p, are read, and the rest of it is used as the prompt. Pass other settings in requirements.',
          ]
        : []),
    ],
  };
}

/** What counts instead, in the words of the tool. Whole pictures are not repeated. */
function givenText({ field, instead, by }: OverriddenPhrase): string {
  const value = JSON.stringify(instead);
  return `${by === 'fields' ? `requirements.${field}` : field} ${value.length > 80 ? `${value.slice(0, 79)}…` : value}`;
}

/** On the caller's own machine a picture may be a file. */
async function withPictures({ readsFiles }: Door, requirements: RequirementsInput): Promise<RequirementsInput> {
  const { firstFrame, lastFrame, references } = requirements;
  if (!readsFiles) return requirements;
  return {
    ...requirements,
    ...(typeof firstFrame === 'string' && { firstFrame: await pictureInput(firstFrame) }),
    ...(typeof lastFrame === 'string' && { lastFrame: await pictureInput(lastFrame) }),
    ...(Array.isArray(references) && { references: await Promise.all(references.map(withFile)) }),
  };
}

type Reference = Exclude<RequirementsInput['references'], string | null | undefined>[number];

async function withFile(reference: Reference): Promise<Reference> {
  if (reference === null || typeof reference !== 'object') return reference;
  const { kind, url } = reference;
  if (kind !== 'image' || typeof url !== 'string') return reference;
  return { ...reference, url: (await pictureInput(url)).url };
}

/** A job to go on from may be named by our id; the service knows it by its own. Somebody else's job is no job. */
async function withPreviousJob({ parts, caller }: Door, requirements: RequirementsInput): Promise<RequirementsInput> {
  const { previousJobId } = requirements;
  if (typeof previousJobId !== 'string') return requirements;
  const ledger = await parts.ledger();
  const found =
    (await parts.jobs.find(previousJobId)) ??
    (await byRemoteId(parts, await ledger.attemptByRemoteId(parts.client.origin, previousJobId)));
  if (!found && caller.seesAll) return requirements;
  const remoteId = found && maySee(caller, found.job.owner) ? decisiveAttempt(found.attempts).remoteId : null;
  if (remoteId !== null) return { ...requirements, previousJobId: remoteId };
  throw new ToolProblem(
    'previous_job_unknown',
    'The previous job was not found, or OpenRouter has not given it an id yet. Nothing was bought.',
    'Call list_jobs to see your jobs.',
  );
}

async function byRemoteId({ jobs }: Door['parts'], attempt: { readonly jobId: string } | undefined) {
  return attempt && jobs.find(attempt.jobId);
}
