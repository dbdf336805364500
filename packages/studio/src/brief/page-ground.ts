import { bundledCatalog, bundledEvidence, type ChoiceGround } from '@shotcaller/core';

/** What the page chooses from: the ground of every door, and the models that its client key may buy. */
export interface PageGround extends Omit<ChoiceGround, 'now'> {
  /** `null`: all. */
  readonly allowedModels: readonly string[] | null;
}

/** Without a gateway. */
export const bundledGround: PageGround = { catalog: bundledCatalog, evidence: bundledEvidence, allowedModels: null };
