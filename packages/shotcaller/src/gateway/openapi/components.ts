import { requirementsJsonSchema } from '@shotcaller/core';
import { z } from 'zod';
import * as wire from '../openrouter-shape/answer-schemas.ts';
import { submitBodySchema } from '../openrouter-shape/submit-body.ts';
import * as catalogs from '../own-api/answers/catalog-schemas.ts';
import * as choices from '../own-api/answers/choice-schemas.ts';
import { ownEvidence } from '../own-api/answers/evidence-schemas.ts';
import * as jobs from '../own-api/answers/job-schemas.ts';
import * as ledgers from '../own-api/answers/ledger-schemas.ts';
import * as prices from '../own-api/answers/price-schema.ts';
import { normalizedRequirements } from '../own-api/answers/requirements-schema.ts';
import * as system from '../own-api/answers/system-schemas.ts';
import { jobReason, jobState } from '../own-api/answers/values.ts';
import { previewSchema, quoteSchema, resumeSchema, runSchema, selectSchema } from '../own-api/schemas.ts';

const requests = {
  Select: selectSchema,
  Quote: quoteSchema,
  Preview: previewSchema,
  Run: runSchema,
  Resume: resumeSchema,
  VideoSubmit: submitBodySchema,
};

const answers = {
  Selection: choices.selection,
  RankedModel: choices.rankedModel,
  RejectedModel: choices.rejectedModel,
  Reason: choices.reason,
  Change: choices.change,
  Warning: choices.warning,
  Basis: choices.basis,
  Sensitivity: choices.sensitivity,
  NormalizedRequirements: normalizedRequirements,
  Price: prices.price,
  PriceLine: prices.priceLine,
  PriceNote: prices.priceNote,
  Quotes: choices.quotes,
  PreviewedRequest: choices.previewedRequest,
  RequestFinding: choices.requestFinding,
  Job: jobs.job,
  AttemptState: jobState,
  JobReason: jobReason,
  JobFile: jobs.jobFile,
  Attempt: jobs.attempt,
  Choice: jobs.choice,
  Progress: jobs.progress,
  JobEvent: jobs.jobEvent,
  JobPage: jobs.jobPage,
  DetachedJob: jobs.detachedJob,
  Sidecar: jobs.sidecar,
  Ledger: ledgers.ledger,
  LedgerLine: ledgers.ledgerLine,
  Budget: ledgers.budget,
  Catalog: catalogs.catalog,
  CatalogModel: catalogs.catalogModel,
  CatalogSummary: catalogs.catalogSummary,
  CatalogDiff: catalogs.catalogDiff,
  OwnEvidence: ownEvidence,
  CapabilityChange: catalogs.capabilityChange,
  PriceChange: catalogs.priceChange,
  Health: system.health,
  ServerEvent: system.serverEvent,
  DeadLetters: system.deadLetters,
  ApiError: system.apiError,
  SubmittedVideo: wire.submittedVideo,
  VideoJob: wire.videoJob,
  VideoFacts: wire.videoFacts,
  ModelList: wire.modelList,
  ListedModel: wire.listedModel,
  WireError: wire.wireError,
  WireIssues: wire.wireIssues,
};

/** Every schema by its name: requests from what validates them, answers from what their types are held against. */
export function componentSchemas(): Readonly<Record<string, object>> {
  const named = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries({ ...requests, ...answers })) named.add(schema, { id });
  const { schemas } = z.toJSONSchema(named, {
    // As sent by whoever writes them: answers stay open for fields to come.
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // That a number is safe is not worth saying.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const components = { Requirements: requirementsJsonSchema(), ...schemas };
  return Object.fromEntries(
    Object.entries(components).map(([name, schema]) => [name, withoutAddress(schema as Record<string, unknown>)]),
  );
}

/** Within one document a schema needs no dialect and no address of its own. */
function withoutAddress({ $schema: _, $id: __, ...schema }: Readonly<Record<string, unknown>>): object {
  return schema;
}
