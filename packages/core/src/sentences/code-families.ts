import type { BillDoubtCode } from '../bill-doubt.ts';
import type { CatalogIssue } from '../catalog/model.ts';
import type { DeliveryDifferenceCode } from '../delivery-difference.ts';
import type { JobReasonCode } from '../job-reason.ts';
import { isNotStated, type ReasonCode } from '../match/verdict.ts';
import type { DroppedSettingCode, ReadingFailureCode } from '../reading-failure.ts';
import { requestFindingSeverities } from '../request/validate.ts';
import { problemText, type RequirementsProblemCode } from '../requirements/error.ts';
import type { StalenessCode } from '../selection.ts';
import { basisNoteSentences } from './basis.ts';
import { billDoubtSentence, billDoubtSentences } from './bill-doubt.ts';
import { catalogIssueSentence } from './catalog-issue.ts';
import { basisNoteCodes, codesOf, reasonCodes, requestFindingCodes, warningCodes } from './codes.ts';
import { deliveryDifferenceSentence, deliveryDifferenceSentences } from './delivery-difference.ts';
import { jobReasonSentence, jobReasonSentences } from './job-reason.ts';
import { priceNoteSentence } from './price-note.ts';
import {
  droppedSettingSentence,
  droppedSettingSentences,
  readingFailureSentence,
  readingFailureSentences,
} from './reading-failure.ts';
import { reasonSentence } from './reason.ts';
import { requestFindingSentence } from './request-finding.ts';
import {
  billDoubtSamples,
  catalogIssueSamples,
  deliveryDifferenceSamples,
  droppedSettingSample,
  jobReasonSample,
  priceNoteSamples,
  readingFailureSamples,
  reasonSamples,
  requestFindingSamples,
  requirementsProblemSamples,
  stalenessSamples,
} from './samples.ts';
import { stalenessSentence } from './staleness.ts';
import { warningSentences } from './warning.ts';

/** Codes that belong together, each with the sentence of a sample. */
export interface CodeFamily {
  readonly title: string;
  /** Where the codes stand, and what they mean together. */
  readonly about: string;
  readonly codes: readonly {
    readonly code: string;
    readonly sentence: string;
    /** Only in families whose codes differ in it. */
    readonly severity?: 'refused' | 'warning';
  }[];
}

/** Every code that Shotcaller answers with. For docs and tests; the public index leaves it and its samples out, for their weight. */
export function codeFamilies(): readonly CodeFamily[] {
  const reasonFamily = (codes: readonly ReasonCode[]) =>
    codes.map((code) => ({ code, sentence: reasonSentence({ code, ...reasonSamples[code] }) }));
  return [
    {
      title: 'Reasons: broken rules',
      about: 'Any of these makes the verdict of a model `ineligible`.',
      codes: reasonFamily(reasonCodes.filter((code) => !isNotStated(code))),
    },
    {
      title: 'Reasons: not stated',
      about: 'Any of these makes the verdict `unknown`, unless a rule is broken too.',
      codes: reasonFamily(reasonCodes.filter(isNotStated)),
    },
    {
      title: 'Warnings',
      about: 'Worth knowing about a model that fits. Each names how well it is known, its source and its date.',
      codes: warningCodes.map((code) => ({ code, sentence: warningSentences[code] })),
    },
    {
      title: 'Notes on a price',
      about: 'In `reasons` of a price: why it is a range or unknown. In `assumptions`: what was assumed to reach it.',
      codes: priceNoteSamples.map((note) => ({ code: note.code, sentence: priceNoteSentence(note) })),
    },
    {
      title: 'Notes on evidence',
      about: 'In `basis.notes` of an expected time or a rating.',
      codes: basisNoteCodes.map((code) => ({ code, sentence: basisNoteSentences[code] })),
    },
    {
      title: 'Findings about a request',
      about: '`refused`: Shotcaller does not send the request. `warning`: it can be sent.',
      codes: requestFindingCodes.map((code) => {
        const severity = requestFindingSeverities[code];
        return { code, severity, sentence: requestFindingSentence({ code, severity, ...requestFindingSamples[code] }) };
      }),
    },
    {
      title: 'Problems of requirements',
      about: 'The requirements break their schema: exit code 2 on the command line, 422 from `/v1`.',
      codes: codesOf<RequirementsProblemCode>(requirementsProblemSamples).map((code) => ({
        code,
        sentence: problemText({ code, ...requirementsProblemSamples[code] }),
      })),
    },
    {
      title: 'Issues of a catalogue',
      about: 'In `issues` of a catalogue: what its parser could not use. The rest of the list counts.',
      codes: codesOf<CatalogIssue['code']>(catalogIssueSamples).map((code) => ({
        code,
        sentence: catalogIssueSentence(catalogIssueSamples[code]),
      })),
    },
    {
      title: 'Ages of the numbers',
      about: 'In `staleness` of a selection: what the age of catalogue and evidence does to the pick, from 60 days on.',
      codes: codesOf<StalenessCode>(stalenessSamples).map((code) => ({
        code,
        sentence: stalenessSentence(stalenessSamples[code]),
      })),
    },
    {
      title: 'Reasons of a job',
      about: 'In `reason` of a job and of its attempts: why it is where it is.',
      codes: codesOf<JobReasonCode>(jobReasonSentences).map((code) => ({
        code,
        sentence: jobReasonSentence(jobReasonSample(code)),
      })),
    },
    {
      title: 'Doubts about a bill',
      about: 'In `billDoubt` of an attempt: why the bill that the service stated is not believed.',
      codes: codesOf<BillDoubtCode>(billDoubtSentences).map((code) => ({
        code,
        sentence: billDoubtSentence(billDoubtSamples[code]),
      })),
    },
    {
      title: 'Differences of a delivered file',
      about: 'In `differences` of a file: how it differs from what was ordered. Empty: verified.',
      codes: codesOf<DeliveryDifferenceCode>(deliveryDifferenceSentences).map((code) => ({
        code,
        sentence: deliveryDifferenceSentence({ code, ...deliveryDifferenceSamples[code] }),
      })),
    },
    {
      title: 'Failed readings of a sentence',
      about: 'In `failure` of a sentence that a model was asked to read: why the rules have read it instead.',
      codes: codesOf<ReadingFailureCode>(readingFailureSentences).map((code) => ({
        code,
        sentence: readingFailureSentence(readingFailureSamples[code]),
      })),
    },
    {
      title: 'Dropped settings of a reading',
      about: 'In `dropped` of a sentence that a model has read: what it named and why that does not count.',
      codes: codesOf<DroppedSettingCode>(droppedSettingSentences).map((code) => ({
        code,
        sentence: droppedSettingSentence({ code, ...droppedSettingSample }),
      })),
    },
  ];
}
