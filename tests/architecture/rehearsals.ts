/** A change gone through as a rehearsal: the files that it touches. A test holds that they are there. */
export interface Rehearsal {
  readonly change: string;
  /** Paths from the root; a folder ends in `/` and gets a new file. */
  readonly files: readonly string[];
  readonly what: string;
}

export const rehearsals: readonly Rehearsal[] = [
  {
    change: 'A family of price keys in a unit that is known',
    files: ['packages/core/src/price/sku-rows.ts', 'packages/core/test/price/sku-rows.test.ts'],
    what: 'One row (pattern, unit, dimension, when it applies, kind) and its worked example; a row without an example, or one that changes no amount, fails the test. Verdicts, quotes and every door follow.',
  },
  {
    change: 'A family in a new unit',
    files: [
      'packages/core/src/price/sku-row.ts',
      'packages/core/src/price/sku-rows.ts',
      'packages/core/src/price/clip-price.ts',
      'packages/core/test/price/sku-rows.test.ts',
    ],
    what: 'Also how much of the unit a clip takes. A new note on its price is a code in `price-note.ts`, and the compiler then asks for its sentence and its sample.',
  },
  {
    change: 'A new door',
    files: [
      'packages/shotcaller/src/',
      'packages/shotcaller/src/cli/commands/',
      'tests/architecture/layers.ts',
      'tests/one-answer/every-door.test.ts',
    ],
    what: 'A folder that reads its input with `readBrief`, asks `choice` and `jobs` of `createParts`, and renders with the sentences of core; a command that starts it; a row of the table above; a line among the doors that are asked the same questions. Nothing in `core`, `choice/`, `jobs/` or another door.',
  },
  {
    change: 'An address of `/v1`',
    files: ['packages/shotcaller/src/gateway/own-api/addresses/', 'packages/shotcaller/src/gateway/own-api/'],
    what: 'Its schema among the addresses and its route: types, validation, OpenAPI and the client of the page follow. Without a route it does not compile.',
  },
  {
    change: 'A new store',
    files: [
      'packages/shotcaller/src/jobs/stores/',
      'packages/shotcaller/src/jobs/stores/open.ts',
      'packages/shotcaller/test/jobs/store-contract.test.ts',
    ],
    what: 'For another SQL database a file as `postgres.ts` (its dialect, how a transaction begins, how errors are told apart) and its name in `open.ts`; for anything else an implementation of `jobs/ledger.ts`, whose parts stand by subject in `jobs/records/`. The contract suite, the race tests and the crash matrix take it as one more kind.',
  },
  {
    change: 'A new engine',
    files: ['packages/shotcaller/src/jobs/engines/', 'packages/shotcaller/src/shotcaller-parts.ts'],
    what: 'It gets the name of an attempt and a time, never a closure, and calls back with the name.',
  },
];
