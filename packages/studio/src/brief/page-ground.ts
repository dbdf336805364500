import { bundledCatalog, bundledEvidence, type Catalog, type ChoiceGround, withGivenEvidence } from '@shotcaller/core';
import type { EvidenceAnswer } from '../api/wire.ts';

/** What the page chooses from: the ground of every door, and the models that its client key may buy. */
export interface PageGround extends Omit<ChoiceGround, 'now'> {
  /** `null`: all. */
  readonly allowedModels: readonly string[] | null;
}

/** What a gateway knows, with the evidence of its own added as the gateway itself adds it. */
export function groundOf(catalog: Catalog, { allowedModels, given, ...own }: EvidenceAnswer): PageGround {
  return { catalog, evidence: { ...given.reduce(withGivenEvidence, bundledEvidence), ...own }, allowedModels };
}

/** Without a gateway. */
export const bundledGround: PageGround = { catalog: bundledCatalog, evidence: bundledEvidence, allowedModels: null };
