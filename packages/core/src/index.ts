/**
 * Which model, and at what price: pure functions that run in Node and in a browser.
 * @module @shotcaller/core
 */

export type { BillDoubt, BillDoubtCode } from './bill-doubt.ts';
export { autoProfile } from './brief/auto-model.ts';
export type { Brief, Preferences } from './brief/brief.ts';
export { missingInputs } from './brief/missing-inputs.ts';
export { notUnderstoodOtherwise, openConflicts } from './brief/open-conflicts.ts';
export { type OverriddenPhrase, overriddenPhrases } from './brief/overridden-phrases.ts';
export { type BriefInput, mergedRequirements, profileNameOf, readBrief } from './brief/read-brief.ts';
export { bundledCatalog } from './catalog/bundled.ts';
export { type CapabilityChange, type CatalogDiff, diffCatalogs, type PriceChange } from './catalog/diff.ts';
export { findModel, modelNamed, modelsNear, nearestModel, UnknownModelError } from './catalog/find-model.ts';
export type { Catalog, CatalogIssue, CatalogSource, FrameType, VideoModel } from './catalog/model.ts';
export { CatalogError, type ParseCatalogOptions, parseCatalog } from './catalog/parse.ts';
export { catalogRecord, catalogRecords } from './catalog/records.ts';
export { cheaperModel } from './cheaper-model.ts';
export { type ClipEstimate, type ClipGround, clipFor, questionOf, type SettledClip } from './clip.ts';
export { bestConcession } from './concession.ts';
export { accountDiscount, longestFloorSeconds } from './data/billing.ts';
export type { CatalogRecord } from './data/catalog.ts';
export { bundledEvidence } from './data/evidence.ts';
export type { ProvedLimitCode } from './data/limits.ts';
export { makesSound } from './data/roles.ts';
export type { DeliveryDifference, DeliveryDifferenceCode } from './delivery-difference.ts';
export { dateOf } from './evidence/days.ts';
export type * from './evidence/evidence.ts';
export {
  type GivenEvidence,
  type GivenPrice,
  type GivenRating,
  type GivenTime,
  withGivenEvidence,
} from './evidence/given-evidence.ts';
export { predecessorOf } from './evidence/line.ts';
export { estimateQuality } from './evidence/quality.ts';
export { estimateSpeed } from './evidence/speed.ts';
export { votesFor } from './evidence/votes.ts';
export type {
  BudgetName,
  DownloadFailed,
  DownloadProblem,
  FileNotWritten,
  JobReason,
  JobReasonCode,
  LostAnswer,
  OverBudget,
  PriceUnknownWithCap,
  RefusedByService,
  Said,
} from './job-reason.ts';
export { checkOptions, type KnownOptions, OptionsError, type UnknownOption } from './known-options.ts';
export { match } from './match/match.ts';
export { type Miss, type NearMisses, nearMisses } from './match/near-misses.ts';
export type { SettledField } from './match/settle.ts';
export { taskOf } from './match/task.ts';
export type {
  BrokenRuleCode,
  Change,
  Finding,
  NotStatedCode,
  Reason,
  ReasonCode,
  Verdict,
  Warning,
  WarningCode,
} from './match/verdict.ts';
export { type MeasurementPlan, type MeasurementStep, type MeasureOptions, measurementPlan } from './measure.ts';
export { type PickChange, pickChanges } from './pick-changes.ts';
export {
  type ChoiceGround,
  type ExpectedTime,
  type ModelQuote,
  type NoPlan,
  type Plan,
  type PlanOptions,
  planFor,
  quotesFor,
  type RequestedClip,
  selectFor,
} from './plan.ts';
export { mostBelievedUsd, mostTimesQuote } from './price/believed-bill.ts';
export { correctedPrice, pricedRates, pricedSkus } from './price/correction.ts';
export type { Price, PriceConfidence, PriceLine } from './price/price.ts';
export type { PriceNote, PriceNoteCode } from './price/price-note.ts';
export { type Quote, quote } from './price/quote.ts';
export { unknownPrice } from './price/unknown-price.ts';
export { sumUsd, usdLess } from './price/usd.ts';
export { type CookbookScore, cookbookMatch, cookbookRank } from './rank/cookbook.ts';
export { type Profile, type ProfileName, profileOf, profiles, type Weights, WeightsError } from './rank/profiles.ts';
export { type RankedCandidate, type RankOptions, rankCandidates } from './rank/rank.ts';
export type { PickBy } from './rank/score.ts';
export { type NearestChange, type Sensitivity, sensitivityOf, type WeightRange } from './rank/sensitivity.ts';
export type { Candidate } from './rank/utilities.ts';
export type { Measurement } from './rank/value-of-information.ts';
export type { DroppedSetting, DroppedSettingCode, ReadingFailure, ReadingFailureCode } from './reading-failure.ts';
export { buildRequestBody, type RequestChoice } from './request/body.ts';
export { type CallersBody, withCallback } from './request/callers-body.ts';
export { type OrderedClip, orderedClip } from './request/ordered-clip.ts';
export { type RenderOptions, type RequestFormat, renderRequest, requestFormats } from './request/render.ts';
export { isRefused, type RequestFinding, type RequestFindingCode, validateRequest } from './request/validate.ts';
export type { FrameImage, InputReference, RequestBody } from './request/wire.ts';
export { applyChanges, type RequirementsChange } from './requirements/change.ts';
export {
  problemText,
  RequirementsError,
  type RequirementsProblem,
  type RequirementsProblemCode,
} from './requirements/error.ts';
export { isRecord, type JsonSchema } from './requirements/field.ts';
export { kindOfReference } from './requirements/media.ts';
export { readUsd, usdPattern } from './requirements/money.ts';
export { eitherOf, nearestWord } from './requirements/nearest.ts';
export { parseRequirements } from './requirements/parse.ts';
export { secondsSaid } from './requirements/quantities.ts';
export { isClassWithin, isRange, isSecondsWithin, rangeText } from './requirements/range.ts';
export type * from './requirements/requirements.ts';
export { modeOf } from './requirements/requirements.ts';
export { type NamesInput, type RequirementsInput, requirementsJsonSchema } from './requirements/schema.ts';
export { type NeededInput, parseSentence, type SentenceReading, type UsedPhrase } from './requirements/sentence.ts';
export { type Shape, shapeOf } from './requirements/shape.ts';
export { aspectRatios, shortSideOf } from './requirements/size.ts';
export { resolutions } from './requirements/words.ts';
export { type SelectOptions, select } from './select.ts';
export type {
  Concession,
  Method,
  RankedModel,
  RejectedModel,
  Selection,
  Staleness,
  StalenessCode,
  UnknownModel,
} from './selection.ts';
export { basisNoteSentence, basisText } from './sentences/basis.ts';
export { billDoubtSentence } from './sentences/bill-doubt.ts';
export { brokenBudgetSentence, type JobReasonOptions } from './sentences/broken-budget.ts';
export { catalogIssueSentence } from './sentences/catalog-issue.ts';
export { cheaperModelSentence } from './sentences/cheaper-model.ts';
export {
  basisNoteCodes,
  reasonCodes,
  requestFindingCodes,
  warningCodes,
} from './sentences/codes.ts';
export { concessionSentence } from './sentences/concession.ts';
export { contradictionSentence } from './sentences/contradiction.ts';
export { deliveryDifferenceSentence } from './sentences/delivery-difference.ts';
export { nameOf } from './sentences/field-name.ts';
export { jobReasonSentence } from './sentences/job-reason.ts';
export { neededInputText } from './sentences/needed-input.ts';
export { type NoModelSentences, noModelSentences } from './sentences/no-model.ts';
export { keyReusedSentence, type OrderDifference } from './sentences/order-difference.ts';
export { orderedClipText } from './sentences/ordered-clip.ts';
export { overriddenPhraseSentence } from './sentences/overridden-phrase.ts';
export { notesOfPrice, priceNoteSentence } from './sentences/price-note.ts';
export { droppedSettingSentence, readingFailureSentence } from './sentences/reading-failure.ts';
export { changeSentence, reasonSentence } from './sentences/reason.ts';
export { type LocalTime, renewalText } from './sentences/renewal.ts';
export { replacedFileSentence } from './sentences/replaced-file.ts';
export { requestFindingSentence } from './sentences/request-finding.ts';
export { requirementsText } from './sentences/requirements.ts';
export { sensitivitySentences } from './sentences/sensitivity.ts';
export { stalenessSentence } from './sentences/staleness.ts';
export { successSentence } from './sentences/success.ts';
export { counted, dollars, priceRange, seconds as secondsText } from './sentences/values.ts';
export { warningSentence } from './sentences/warning.ts';
export { stalenessOf } from './staleness.ts';
