import type { CatalogIssue } from '../catalog/model.ts';

/** What the parser could not use of a served catalogue. */
export function catalogIssueSentence(issue: CatalogIssue): string {
  switch (issue.code) {
    case 'record_not_an_object':
      return `Record ${issue.index} of the list is not an object and is left out.`;
    case 'record_without_id':
      return `Record ${issue.index} of the list has no usable id and is left out.`;
    case 'duplicate_id':
      return `Record ${issue.index} of the list repeats the id ${issue.model}; the first one counts.`;
    case 'field_unreadable':
      return `The field ${issue.field} of ${issue.model} cannot be read, or not all of it.`;
    case 'sku_unknown':
      return `The price list of ${issue.model} has a key that is not known: ${issue.sku}.`;
    case 'sku_value_unreadable':
      return `The price ${issue.sku} of ${issue.model} cannot be read.`;
    default:
      return issue satisfies never;
  }
}
