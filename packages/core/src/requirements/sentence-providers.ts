import { providerOfBrand } from './brands.ts';
import type { Meaning } from './sentence-rule.ts';

/** `only google or kling`, `not kling`; `undefined` unless the first name is one that we know. Reads as far as it knows the names. */
export function readProviders(match: RegExpExecArray): readonly Meaning[] | undefined {
  const trigger = match[1]!.toLowerCase();
  const deny = !/^(?:only|just|us(?:e|ing)|by|prefer|with|via|through|from|on)\b/.test(trigger);
  const meanings: Meaning[] = [];
  let length = match[1]!.length + match[2]!.length;
  for (const part of match[3]!.matchAll(
    /((?:,|(?: or| and| nor|,)(?: not)?)?) (black forest labs|open ai|[a-z0-9][a-z0-9./-]*)/gi,
  )) {
    const name = part[2]!.replace(/[.,]+$/, '');
    // "use kling, not google": the rest says the opposite.
    if (!deny && (/^not$/i.test(name) || / not$/i.test(part[1]!))) break;
    if (/^(?:or|and|nor|not|the|models?|only)$/i.test(name)) {
      if (/^(?:or|and|nor|not|the)$/i.test(name)) continue;
      break;
    }
    const isModel = /^[a-z0-9-]+\/[a-z0-9.:-]+$/i.test(name);
    const provider = isModel ? undefined : providerOfBrand(name);
    const version = meanings.length > 0 && /^v?\d+(?:\.\d+)?$/i.test(name) && part[1] === '';
    if (!isModel && provider === undefined && !version) break;
    const field = `${isModel ? 'models' : 'providers'}.${deny ? 'deny' : 'allow'}`;
    meanings.push(
      version ? { notUnderstood: true, text: name } : { field, value: isModel ? name.toLowerCase() : provider },
    );
    length = match[1]!.length + match[2]!.length + part.index + part[0].length - (part[2]!.length - name.length);
  }
  if (meanings.length === 0) return undefined;
  // What follows the last known name is not ours.
  const noun = /^ models?\b/i.exec(match.input.slice(match.index + length));
  match[0] = match.input.slice(match.index, match.index + length + (noun?.[0].length ?? 0));
  return meanings;
}
