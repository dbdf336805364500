import { type CatalogFailure, failureText } from './failure.ts';

/** Something on the way to the catalogue that the user should know; the answer is usable all the same. */
export type CatalogNotice =
  /** The server gave no usable list; what stands in says so in `Catalog.source` and `asOf`. */
  | { readonly code: 'live_failed'; readonly url: string; readonly failure: CatalogFailure }
  /** Most records of the server's list were unreadable. Not kept; used only where nothing better exists. */
  | { readonly code: 'live_damaged'; readonly url: string; readonly models: number; readonly skipped: number }
  /** Some records were no models, or repeated one; the first of each was taken. */
  | { readonly code: 'records_skipped'; readonly from: string; readonly models: number; readonly skipped: number }
  | { readonly code: 'cache_unreadable'; readonly path: string; readonly failure: CatalogFailure }
  | { readonly code: 'cache_not_written'; readonly path: string; readonly detail: string };

/** A notice as sentences: what happened, to what, and the next step. */
export function catalogNoticeText(notice: CatalogNotice): string {
  switch (notice.code) {
    case 'live_failed':
      return `No live catalogue from ${notice.url}: ${failureText(notice.failure)} Try again later with --catalog live.`;
    case 'live_damaged':
      return `The live catalogue from ${notice.url} is damaged: ${notice.models} models readable, ${notice.skipped} records not. Try again later with --catalog live.`;
    case 'records_skipped':
      return `${notice.skipped} records from ${notice.from} were left out: not a model, or an id that is there already. The other ${notice.models} are used.`;
    case 'cache_unreadable':
      return `The cached catalogue ${notice.path} is ignored: ${failureText(notice.failure)} The next good answer replaces it.`;
    case 'cache_not_written':
      return `The catalogue could not be kept in ${notice.path} (${notice.detail}). Make the folder writable, or set SHOTCALLER_HOME to one that is.`;
    default:
      return notice satisfies never;
  }
}
