/** Why no usable list of models came out of one place. */
export type CatalogFailure =
  | { readonly code: 'no_connection'; readonly detail: string }
  | { readonly code: 'timed_out'; readonly timeoutMs: number }
  | { readonly code: 'http_status'; readonly status: number }
  | { readonly code: 'broke_off' }
  | { readonly code: 'too_large'; readonly maxBytes: number }
  | { readonly code: 'html' }
  | { readonly code: 'truncated' }
  | { readonly code: 'not_json' }
  | { readonly code: 'no_list' }
  | { readonly code: 'empty_list' }
  | { readonly code: 'no_usable_record'; readonly records: number }
  | { readonly code: 'file_missing' }
  | { readonly code: 'file_is_folder' }
  /** A pipe, a device, a socket: what may never end. */
  | { readonly code: 'file_is_other'; readonly kind: string }
  | { readonly code: 'file_unreadable'; readonly detail: string };

/**
 * The catalogue that was asked for cannot be had, and none of the stand-ins that the choice allows exists.
 * `code` is that of `failure`.
 */
export class CatalogUnavailable extends Error {
  override readonly name = 'CatalogUnavailable';
  readonly code: CatalogFailure['code'];
  readonly failure: CatalogFailure;
  /** The URL or the path that was read. */
  readonly from: string;

  constructor(failure: CatalogFailure, { from, nextStep }: { readonly from: string; readonly nextStep: string }) {
    super(`${from}: ${failureText(failure)} ${nextStep}`);
    this.code = failure.code;
    this.failure = failure;
    this.from = from;
  }
}

/** Thrown inside this folder, where the reader does not know yet what stands in. */
export class UnusableList extends Error {
  readonly failure: CatalogFailure;

  constructor(failure: CatalogFailure) {
    super(failureText(failure));
    this.failure = failure;
  }
}

/** One sentence that says what happened. */
export function failureText(failure: CatalogFailure): string {
  switch (failure.code) {
    case 'no_connection':
      return `no connection (${failure.detail}).`;
    case 'timed_out':
      return `no complete answer within ${failure.timeoutMs / 1000} s.`;
    case 'http_status':
      return `the server answered with status ${failure.status}.`;
    case 'broke_off':
      return 'the connection broke off in the middle of the answer.';
    case 'too_large':
      return `more than ${Math.round(failure.maxBytes / 1_000_000)} MB, far too much for a list of models.`;
    case 'html':
      return 'this is a web page, not a list of models.';
    case 'truncated':
      return 'the JSON breaks off before its end.';
    case 'not_json':
      return 'this is not JSON.';
    case 'no_list':
      return 'this JSON holds no list of models; expected {"data": [...]} as GET /videos/models answers.';
    case 'empty_list':
      return 'the list of models is empty.';
    case 'no_usable_record':
      return `none of the ${failure.records} records is a model with an id.`;
    case 'file_missing':
      return 'there is no such file.';
    case 'file_is_folder':
      return 'this is a folder, not a file.';
    case 'file_is_other':
      return `this is a ${failure.kind}, not a file.`;
    case 'file_unreadable':
      return `the file cannot be read (${failure.detail}).`;
    default:
      return failure satisfies never;
  }
}
