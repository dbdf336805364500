import { type Catalog, eitherOf, modelsNear, nearestWord, type Requirements } from '@shotcaller/core';
import type { CommandContext } from './context.ts';

/**
 * Says which providers and models the catalogue does not list: ruling one out changes nothing, and allowing one fits nobody. No error,
 * since a list that is kept may name what has left the catalogue.
 */
export function talkOfUnlistedNames(
  { models }: Catalog,
  { providers, models: named }: Requirements,
  { flags, terminal }: CommandContext,
): void {
  const ids = models.map(({ id }) => id);
  const authors = [...new Set(ids.map((id) => id.split('/')[0]!))];
  const incumbent = flags.text('incumbent');
  const check = (what: string, written: readonly string[], listed: readonly string[]) => {
    for (const name of written) {
      if (listed.some((candidate) => candidate.toLowerCase() === name.toLowerCase())) continue;
      const near = nearestWord(name, listed);
      // The name of a line of models is no provider: `--exclude veo`.
      const meant = near === null ? modelsNear({ models }, name) : [near];
      terminal.talk(
        `The catalogue lists no ${what} ${name}.${meant.length > 0 ? ` Did you mean ${eitherOf(meant)}?` : ''}\n`,
      );
    }
  };
  check('provider', [...providers.allow, ...providers.deny], authors);
  check('model', [...named.allow, ...named.deny, ...(incumbent ? [incumbent] : [])], ids);
}
