import { bundledCatalog, eitherOf, findModel, type GivenEvidence, modelsNear } from '@shotcaller/core';
import type { CommandContext } from '../context.ts';
import { clean } from '../render/clean.ts';

/** A model that the bundled list does not have may be new, or misspelt: its rows count for nothing until the catalogue lists it. */
export function talkOfUnknownModels(ids: readonly string[], { terminal }: Pick<CommandContext, 'terminal'>): void {
  for (const id of [...new Set(ids)].sort()) {
    if (id === '*' || findModel(bundledCatalog, id)?.id === id) continue;
    const near = modelsNear(bundledCatalog, id);
    terminal.talk(
      `The bundled catalogue has no model ${clean(id)}${near.length > 0 ? `; did you mean ${clean(eitherOf(near))}?` : '.'} What is known of it counts once the catalogue lists it.\n`,
    );
  }
}

/** The models that a file of evidence speaks of. */
export function modelsOf({ ratings = [], times = [], prices = [], votes = [] }: GivenEvidence): readonly string[] {
  return [...[...ratings, ...times, ...prices].map(({ model }) => model), ...votes.flatMap(({ models }) => models)];
}
