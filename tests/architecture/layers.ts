/** A folder or file of the sources, what it may import of the others, and why. The most specific entry that fits a file counts. */
export interface Layer {
  /** Under `packages/`; without `src`. */
  readonly unit: string;
  /** Units, and folders that stand for all units in them. A unit may always import itself. */
  readonly mayImport: readonly string[];
  /** More, of which only the types are taken: nothing of them is left when the program runs. */
  readonly mayImportTypes?: readonly string[];
  readonly reason: string;
}

/** From the ground up: a unit imports what stands above it in this table, never below. The name of a package stands for all of it that stands above. */
export const layers: readonly Layer[] = [
  {
    unit: 'core/requirements',
    mayImport: [],
    reason: 'What a clip needs is said before any model is looked at: it knows no model, price or rank.',
  },
  {
    unit: 'core/catalog/model.ts',
    mayImport: [],
    reason: 'The shape of a model is what every step reads, so it rests on nothing.',
  },
  {
    unit: 'core/job-reason.ts',
    mayImport: [],
    reason:
      'Why a job is where it is, in codes: whoever makes a reason and whoever reads one share the words, and nothing else.',
  },
  {
    unit: 'core/bill-doubt.ts',
    mayImport: [],
    reason: 'Why a stated bill is not believed, in codes: the ledger finds it, the sentences and the doors read it.',
  },
  {
    unit: 'core/delivery-difference.ts',
    mayImport: [],
    reason: 'How a file differs from its order, in codes: the check finds it, the sentences and the doors read it.',
  },
  {
    unit: 'core/reading-failure.ts',
    mayImport: ['core/job-reason.ts'],
    reason:
      'Why a model’s reading of a sentence does not count, in codes: whoever reads with a model finds it, the sentences and the doors read it.',
  },
  {
    unit: 'core/known-options.ts',
    mayImport: ['core/requirements'],
    reason: 'Which names are options of a call: whoever takes options asks it, and it knows none of them.',
  },
  {
    unit: 'core/evidence',
    mayImport: ['core/requirements'],
    reason: 'Estimates come from observations that are handed in, never from the data that happens to be bundled.',
  },
  {
    unit: 'core/data',
    mayImport: ['core/requirements', 'core/evidence'],
    reason: 'Facts are read by the steps and know only the words that they are written in.',
  },
  {
    unit: 'core/price',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/data'],
    mayImportTypes: ['core/evidence'],
    reason:
      'A price follows from the model, the job, billing facts and own bills; how good or fast a model is does not touch it.',
  },
  {
    unit: 'core/catalog',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/price', 'core/data'],
    reason: 'The parser reports price keys outside the grammar, which price owns; the bundled list is data.',
  },
  {
    unit: 'core/match',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/evidence', 'core/data', 'core/price'],
    reason: 'A verdict holds requirements against a model, its price keys and its estimates; it does not prefer.',
  },
  {
    unit: 'core/rank',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/evidence'],
    reason: 'A rank weighs numbers that are handed in: it makes no price and no verdict.',
  },
  {
    unit: 'core/request',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/data'],
    reason:
      'The body says what was asked, in the words of the wire, under provider names that are facts; why a model was picked is not in it.',
  },
  {
    unit: 'core/clip.ts',
    mayImport: ['core/requirements', 'core/catalog/model.ts', 'core/evidence', 'core/data', 'core/price', 'core/match'],
    reason: 'Settles what is left open by the price, time and quality that the clip would have; it does not rank.',
  },
  {
    unit: 'core/comparable.ts',
    mayImport: ['core/clip.ts', 'core/evidence', 'core/requirements'],
    reason: 'Says which clips are of one kind; which of them is the best is for ranking.',
  },
  {
    unit: 'core/selection.ts',
    mayImport: [
      'core/clip.ts',
      'core/requirements',
      'core/catalog/model.ts',
      'core/evidence',
      'core/price',
      'core/match',
      'core/rank',
      'core/request',
    ],
    reason: 'The shape of the whole answer names the shapes of its parts.',
  },
  {
    unit: 'core/select.ts',
    mayImport: ['core'],
    reason: 'The pipeline puts the steps together, and only it does. What it found becomes sentences elsewhere.',
  },
  {
    unit: 'core/concession.ts',
    mayImport: ['core'],
    reason: 'What one small change of the requirements would gain: whole selections compared with each other.',
  },
  {
    unit: 'core/staleness.ts',
    mayImport: ['core'],
    reason:
      'What the age of the numbers does to a pick: the selection of today against that of the day of the numbers.',
  },
  {
    unit: 'core/brief',
    mayImport: ['core/requirements', 'core/rank', 'core/selection.ts'],
    reason: 'What a choice is asked: requirements and preferences together, merged from all that a door was told.',
  },
  {
    unit: 'core/plan.ts',
    mayImport: ['core'],
    reason:
      'Answers a brief: selection, quotes, or a plan with the exact request. It asks the pipeline and adds nothing of its own.',
  },
  {
    unit: 'core/measure.ts',
    mayImport: ['core'],
    reason: 'Asks the pipeline what is ranked and the rank what a test clip would tell; it buys nothing.',
  },
  {
    unit: 'core/cheaper-model.ts',
    mayImport: ['core/selection.ts'],
    reason: 'Looks through a selection for a model that costs less.',
  },
  {
    unit: 'core/pick-changes.ts',
    mayImport: ['core'],
    reason: 'Compares two catalogues by whole selections, so it stands on the pipeline.',
  },
  {
    unit: 'core/sentences',
    mayImport: ['core'],
    reason: 'Findings become sentences after everything is decided; no step reads a sentence.',
  },
  { unit: 'core/index.ts', mayImport: ['core'], reason: 'The public index: the only way in from other packages.' },

  {
    unit: 'simulator',
    mayImport: [],
    reason: 'It shares nothing with the client, or a shared mistake would never show.',
  },

  {
    unit: 'shotcaller/outbound',
    mayImport: [],
    reason: 'How the network may be reached, bounded and guarded, whatever for.',
  },
  {
    unit: 'shotcaller/disk',
    mayImport: [],
    reason:
      'How files of this machine are opened: regular ones only, never through planted links, closed to other users.',
  },
  {
    unit: 'shotcaller/clock.ts',
    mayImport: [],
    reason: 'Time, handed in, and what is waited for in it, whatever for.',
  },
  {
    unit: 'shotcaller/first-use.ts',
    mayImport: [],
    reason:
      'How something is made at its first use, whatever it is: what failed is tried again, what was opened is closed.',
  },
  {
    unit: 'shotcaller/forget-oldest.ts',
    mayImport: [],
    reason: 'How what is remembered stays bounded, whatever it is.',
  },
  {
    unit: 'shotcaller/escape-html.ts',
    mayImport: [],
    reason: 'How text of others stands in a page of ours, whichever page it is.',
  },
  {
    unit: 'shotcaller/iso-time.ts',
    mayImport: ['core/index.ts'],
    reason:
      'How a moment is written, and which day it counts for: everywhere the same, or times would not sort as text.',
  },
  {
    unit: 'shotcaller/settings',
    mayImport: ['core/index.ts', 'shotcaller/disk', 'shotcaller/iso-time.ts'],
    reason: 'Settings are read from values that are handed in and steer others, not the reverse.',
  },
  {
    unit: 'shotcaller/evidence',
    mayImport: ['core/index.ts', 'shotcaller/outbound', 'shotcaller/disk', 'shotcaller/settings'],
    reason: 'Brings evidence here: a published edition from the network, own figures to and from their file.',
  },
  {
    unit: 'shotcaller/catalog',
    mayImport: ['core/index.ts', 'shotcaller/outbound', 'shotcaller/disk'],
    reason: 'Brings the list here from network, cache or file; reading it is the parser’s.',
  },
  {
    unit: 'shotcaller/inputs',
    mayImport: ['core/index.ts', 'shotcaller/outbound', 'shotcaller/disk', 'shotcaller/forget-oldest.ts'],
    reason: 'Looks at the pictures that go in, before any money is spent.',
  },
  {
    unit: 'shotcaller/openrouter',
    mayImport: ['shotcaller/clock.ts', 'core/index.ts', 'shotcaller/outbound', 'shotcaller/iso-time.ts'],
    reason: 'The one client of the wire: it knows no ledger, no file and no command.',
  },
  {
    unit: 'shotcaller/files',
    mayImport: [
      'shotcaller/clock.ts',
      'core/index.ts',
      'shotcaller/outbound',
      'shotcaller/openrouter',
      'shotcaller/disk',
      'shotcaller/forget-oldest.ts',
    ],
    reason: 'How a clip arrives on disk, is checked, named and kept; why it was ordered does not matter here.',
  },
  {
    unit: 'shotcaller/choice',
    mayImport: ['core/index.ts', 'shotcaller/disk', 'shotcaller/iso-time.ts'],
    reason:
      'The one place that every door asks: core’s answers with the catalogue in use and own evidence. It buys nothing.',
  },
  {
    unit: 'shotcaller/jobs',
    mayImport: [
      'shotcaller/clock.ts',
      'core/index.ts',
      'shotcaller/outbound',
      'shotcaller/inputs',
      'shotcaller/openrouter',
      'shotcaller/files',
      'shotcaller/choice',
      'shotcaller/disk',
      'shotcaller/forget-oldest.ts',
      'shotcaller/iso-time.ts',
    ],
    mayImportTypes: ['shotcaller/jobs/engines'],
    reason: 'The ledger is where correctness lives; doors call it, it calls none of them.',
  },
  {
    unit: 'shotcaller/jobs/engines',
    mayImport: ['shotcaller/clock.ts'],
    mayImportTypes: ['shotcaller/jobs'],
    reason: 'An engine gets a name and a time: it decides when and where a step runs, and knows nothing of jobs.',
  },
  {
    unit: 'shotcaller/sentence',
    mayImport: ['core/index.ts', 'shotcaller/openrouter', 'shotcaller/jobs', 'shotcaller/iso-time.ts'],
    reason:
      'A sentence read by a chat model: what it is asked, what of its answer counts, and its money. It decides nothing about clips.',
  },
  {
    unit: 'shotcaller/batch',
    mayImport: [
      'shotcaller/clock.ts',
      'core/index.ts',
      'shotcaller/outbound',
      'shotcaller/inputs',
      'shotcaller/files',
      'shotcaller/choice',
      'shotcaller/jobs',
      'shotcaller/disk',
      'shotcaller/first-use.ts',
      'shotcaller/escape-html.ts',
      'shotcaller/iso-time.ts',
    ],
    reason:
      'Many jobs under one budget: what each is and how it goes is the job’s matter; which come next is decided here.',
  },
  {
    unit: 'shotcaller/simulator.ts',
    mayImport: ['simulator/index.ts'],
    reason: 'The simulator under the name of the library.',
  },
  {
    unit: 'shotcaller/video-models.ts',
    mayImport: ['core/index.ts'],
    reason: 'Types alone, written from the catalogue that ships: what each model takes.',
  },
  {
    unit: 'shotcaller/model-requirements.ts',
    mayImport: ['core/index.ts', 'shotcaller/video-models.ts'],
    reason: 'Types alone: the requirements that go with the literal id of a model.',
  },
  {
    unit: 'shotcaller/shotcaller-interface.ts',
    mayImport: [
      'shotcaller/clock.ts',
      'shotcaller/model-requirements.ts',
      'core/index.ts',
      'shotcaller/openrouter',
      'shotcaller/files',
      'shotcaller/choice',
      'shotcaller/jobs',
      'shotcaller/batch',
      'shotcaller/sentence',
    ],
    mayImportTypes: ['shotcaller/outbound', 'shotcaller/inputs'],
    reason: 'What the library takes and gives, for those who call it and for those who stand in for it.',
  },
  {
    unit: 'shotcaller/known-options.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'Which options each call of the library has; the compiler compares them with the interfaces.',
  },
  {
    unit: 'shotcaller/option-kinds.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'Which kind of value each option takes: whoever is given options asks it before anything is done.',
  },
  {
    unit: 'shotcaller/guarded-calls.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason:
      'What every call of the library is refused for before it begins: unknown options, and a library that was closed.',
  },
  {
    unit: 'shotcaller/api-key-missing.ts',
    mayImport: ['shotcaller/outbound', 'shotcaller/shotcaller-interface.ts'],
    reason: 'When there is no key to buy with, and what is said then.',
  },
  {
    unit: 'shotcaller/run-options.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'What the options of a call mean for brief and job.',
  },
  {
    unit: 'shotcaller/job-answers.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'Jobs as the library tells of them.',
  },
  {
    unit: 'shotcaller/run-job.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'Records one job of the library and carries it.',
  },
  {
    unit: 'shotcaller/shotcaller-parts.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'Puts client, ledger, choice and jobs together, once for library and gateway.',
  },
  {
    unit: 'shotcaller/shotcaller.ts',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'The library, on the same parts as the gateway.',
  },
  {
    unit: 'shotcaller/testing.ts',
    mayImport: ['core/index.ts', 'simulator/index.ts', 'shotcaller'],
    reason: 'The library on the simulator, for the tests of those who use it.',
  },
  { unit: 'shotcaller/index.ts', mayImport: ['core/index.ts', 'shotcaller'], reason: 'The public index.' },
  {
    unit: 'shotcaller/mcp',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason:
      'The agents’ door, over stdio and on the gateway: it parses, calls and renders, and buys only what was quoted.',
  },
  {
    unit: 'shotcaller/ai-sdk',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'A door, for the AI SDK, and a composition root of its own: a provider may be used without settings.',
  },
  {
    unit: 'shotcaller/gateway',
    mayImport: ['core/index.ts', 'shotcaller'],
    reason: 'A door: it parses, calls and renders, and decides nothing about models, prices or jobs.',
  },
  {
    unit: 'shotcaller/cli',
    mayImport: ['core/index.ts', 'simulator/index.ts', 'shotcaller'],
    reason: 'A door, for people; main.ts is the composition root.',
  },
  {
    unit: 'studio',
    mayImport: ['core/index.ts'],
    mayImportTypes: ['shotcaller'],
    reason: 'The page ranks in the browser with the same core, and talks to the gateway over HTTP in its types.',
  },
];

/** What only some files may name, and why. A file is allowed when its path begins with one of `only`. */
export interface Ban {
  readonly code: string;
  /** Which files it holds for. */
  readonly within: string;
  readonly only: readonly string[];
  readonly what: string;
  readonly reason: string;
}

export const bans = {
  impure: {
    code: 'impure',
    within: 'core',
    only: [],
    what: '`Date`, `Math.random`, `process`, `globalThis`, timers, `fetch`, `crypto`, DOM and Node types, `node:` modules',
    reason: 'Core is pure: the same arguments give the same answer, in a browser too. Time comes in as a value.',
  },
  wireName: {
    code: 'wire_name',
    within: '',
    only: [
      'core/catalog/parse.ts',
      'core/catalog/records.ts',
      'core/data/catalog.ts',
      'core/request/',
      'shotcaller/openrouter/',
      'simulator/',
      'shotcaller/gateway/',
      'shotcaller/jobs/stores/take-over.ts',
    ],
    what: 'names of the wire’s fields (`frame_images`, `pricing_skus`, `generate_audio`, …)',
    reason:
      'OpenRouter may rename a field, and then one place changes. Inside we write camelCase. The gateway and the simulator speak the wire to others, and the first version named a column so.',
  },
  environment: {
    code: 'environment',
    within: 'shotcaller',
    only: ['shotcaller/cli/composition-root.ts', 'shotcaller/ai-sdk/process-environment.ts'],
    what: '`process.env` and `process.argv`',
    reason:
      'Where settings come from is decided once, in the composition root of the command and in that of the AI SDK provider; a test hands in values.',
  },
  clock: {
    code: 'clock',
    within: 'shotcaller',
    only: ['shotcaller/cli/composition-root.ts', 'shotcaller/clock.ts'],
    what: '`Date.now()` and `new Date()`',
    reason:
      'Time is handed in, so tests need no waiting. The command and the library (its default clock) each begin with a system clock.',
  },
  choosing: {
    code: 'choosing',
    within: 'shotcaller',
    only: ['shotcaller/choice/'],
    what: '`select`, `quote`, `planFor` and what else of core puts selection, quote and request together',
    reason: 'Every door must give the same answer, so only the choice layer makes one.',
  },
} as const satisfies Record<string, Ban>;

/** What of core makes a selection, a price or a request. */
export const choosingNames: ReadonlySet<string> = new Set([
  'buildRequestBody',
  'planFor',
  'quote',
  'quotesFor',
  'select',
  'selectFor',
]);

/** Field names of the video API that are no words of ours. */
export const wireNames: ReadonlySet<string> = new Set([
  'aspect_ratio',
  'frame_images',
  'frame_type',
  'input_references',
  'generate_audio',
  'previous_job_id',
  'upscale_factor',
  'callback_url',
  'image_url',
  'video_url',
  'audio_url',
  'unsigned_urls',
  'has_unsigned_urls',
  'canonical_slug',
  'pricing_skus',
  'supported_resolutions',
  'supported_aspect_ratios',
  'supported_sizes',
  'supported_durations',
  'supported_frame_images',
  'allowed_passthrough_parameters',
]);
