import type { JobFile } from '../job-file.ts';

/** Which bytes, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** A place for delivered files that is not a folder of this machine. Files have addresses, such as `s3://bucket/jobs/…`. */
export interface FileStore {
  /** Whether an address is one of this store's. */
  holds(address: string): boolean;
  /** Where a checked file of an attempt goes: no other file ever has that address, and the same bytes have the same one. */
  addressOf(attempt: { readonly id: string; readonly jobId: string }, file: JobFile): string;
  /**
   * Puts a local file there, and looks that all of it arrived. The same address may be put again. Throws `StoreError`, also when the store
   * takes too long; the signal's reason when aborted.
   *
   * @param facts of the file, as it was checked
   */
  put(
    address: string,
    path: string,
    facts: StoredFacts & { readonly sha256: string },
    signal?: AbortSignal,
  ): Promise<void>;
  /** `undefined`: there is nothing. Throws `StoreError` when that cannot be told. */
  stat(address: string): Promise<{ readonly bytes: number } | undefined>;
  /** The whole or a part; `undefined`: there is nothing. Throws `StoreError` when that cannot be told. */
  read(address: string, range?: ByteRange, signal?: AbortSignal): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Nothing there is no error. Throws `StoreError`. */
  delete(address: string): Promise<void>;
  /** A URL that anybody can read the file from until it ends. */
  link(address: string, seconds: number): Promise<string>;
  close(): void;
}

/** What a store says of a file that it has. */
export interface StoredFacts {
  readonly bytes: number;
  readonly contentType: string;
}

/** The store did not answer as it must. The file stays where it was. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** As the store or the network says it, such as `AccessDenied`. */
  readonly code: string;

  constructor(code: string, what: string) {
    super(`${what}: ${code}.`);
    this.code = code;
  }
}
