/** One flag of the command line: the parser, the help and the docs are made from this. */
export interface Flag {
  readonly name: string;
  /** One letter: `-h`. */
  readonly short?: string;
  /** What stands for the value in the help; absent for a switch. */
  readonly value?: string;
  /** The value may be left out: the next word is one only where it has this form. */
  readonly valueForm?: RegExp;
  readonly repeatable?: boolean;
  /** What a shell offers for the value. Default nothing, as for a text or a number. */
  readonly offers?: readonly string[] | 'files' | 'models';
  readonly says: string;
}

/** What the clip needs; the same on every command that takes requirements. */
export const requirementFlags: readonly Flag[] = [
  { name: 'prompt', value: 'TEXT', says: 'what the clip shows' },
  { name: 'duration', value: 'SECONDS', says: 'length of the clip: 5; or a range: 5-8, 5+, ..8' },
  {
    name: 'resolution',
    offers: ['480p', '720p', '768p', '1080p', '2K', '4K'],
    value: 'CLASS',
    says: '480p, 720p, 768p, 1080p, 2K, 4K; or a range: 720p-1080p, 720p+, ..1080p',
  },
  {
    name: 'aspect',
    offers: ['16:9', '9:16', '1:1', '4:3', '3:4', '21:9', '9:21'],
    value: 'W:H',
    says: '16:9, 9:16, 1:1, … or landscape, portrait, square',
  },
  { name: 'size', value: 'WxH', says: 'exact pixels instead of resolution and aspect' },
  { name: 'first-frame', offers: 'files', value: 'URL|FILE', says: 'picture that the clip starts from' },
  { name: 'last-frame', offers: 'files', value: 'URL|FILE', says: 'picture that the clip ends on' },
  {
    name: 'reference',
    offers: 'files',
    value: '[KIND:]URL|FILE',
    repeatable: true,
    says: 'image, audio or video that steers the clip',
  },
  { name: 'audio', says: 'with sound' },
  { name: 'no-audio', says: 'without sound' },
  { name: 'any-audio', says: 'with or without sound, whichever is cheaper' },
  { name: 'seed', value: 'N', says: 'the model must honour this seed' },
  { name: 'passthrough', value: 'NAME[=VALUE]', repeatable: true, says: 'provider parameter that the model must take' },
  { name: 'provider', value: 'NAME', repeatable: true, says: 'only this provider' },
  { name: 'exclude', offers: 'models', value: 'MODEL|PROVIDER', repeatable: true, says: 'not this model or provider' },
  { name: 'only', offers: 'models', value: 'MODEL', repeatable: true, says: 'only this model' },
  { name: 'max-usd', value: 'DOLLARS', says: 'the upper end of the price may not be more' },
  { name: 'max-seconds', value: 'SECONDS', says: '90 % of clips must finish by then' },
  {
    name: 'min-quality',
    value: 'POINTS',
    says: 'the low end of the quality (about 1150 to 1550, human votes) may not be less',
  },
  {
    name: 'task',
    offers: ['generate', 'continue', 'edit', 'upscale', 'avatar'],
    value: 'TASK',
    says: 'generate (default), continue, edit, upscale, avatar',
  },
  { name: 'previous-job', value: 'ID', says: 'continue: the completed job to go on from' },
  { name: 'source-video', value: 'URL', says: 'edit, upscale: the video to start from' },
  { name: 'source-size', value: 'WxH', says: 'its pixels' },
  { name: 'source-duration', value: 'SECONDS', says: 'its length' },
  { name: 'upscale-factor', value: 'N', says: 'upscale: times larger' },
  { name: 'creativity', value: 'N', says: 'upscale: 0 precise, 1 creative' },
  { name: 'requirements', offers: 'files', value: 'FILE|-', says: 'all of these as JSON; flags win over it' },
];

/** How models are weighed. */
export const rankingFlags: readonly Flag[] = [
  {
    name: 'profile',
    offers: ['fastAndCheap', 'qualityAndCost', 'balanced'],
    value: 'NAME',
    says: 'fastAndCheap, qualityAndCost or balanced (default)',
  },
  { name: 'weights', value: 'speed=N,cost=N,quality=N', says: 'own weights instead of a profile' },
  {
    name: 'method',
    offers: ['evidence', 'cookbook'],
    value: 'NAME',
    says: "evidence (default), or cookbook: the method of OpenRouter's guide, to compare with",
  },
  { name: 'include-unknown', says: 'include models with missing specifications' },
  { name: 'tag', value: 'TEXT', says: 'what the shot is about: of your votes only those with this tag count' },
  { name: 'incumbent', offers: 'models', value: 'MODEL', says: 'keep this model unless another is clearly better' },
];

/** Who reads a sentence. */
export const sentenceFlags: readonly Flag[] = [
  {
    name: 'llm',
    value: '[MODEL]',
    // One word without letters of other alphabets: a sentence has several, or such letters.
    valueForm: /^[!-,.-~][!-~]*$/,
    says: 'a chat model of OpenRouter reads the sentence, in any language, for a fraction of a cent; default google/gemini-2.5-flash-lite',
  },
];

export const modelFlag: Flag = {
  name: 'model',
  offers: 'models',
  value: 'ID|auto',
  says: 'the model; default auto: the pick',
};

export const quotedModelFlag: Flag = {
  name: 'model',
  offers: 'models',
  value: 'ID|auto',
  says: 'the model; default auto: all',
};

export const catalogFlags: readonly Flag[] = [
  {
    name: 'catalog',
    offers: 'files',
    value: 'live|bundled|FILE',
    says: 'which catalogue; default: the freshest at hand within 2 s',
  },
];

/** Evidence of one's own beside the bundled one. */
export const evidenceFlags: readonly Flag[] = [
  {
    name: 'evidence',
    offers: 'files',
    value: 'FILE',
    says: 'ratings, times, prices and votes of your own; default evidence.json in the home folder, when it is there',
  },
];

/** What `shotcaller evidence` takes. */
export const evidenceCommandFlags: readonly Flag[] = [
  {
    name: 'model',
    offers: 'models',
    value: 'ID',
    says: 'add: the model that the figure is of; * for a discount on all',
  },
  { name: 'score', value: 'POINTS', says: 'add rating: about 1150 to 1550, on the scale of the bundled ratings' },
  {
    name: 'board',
    offers: ['text-to-video', 'image-to-video'],
    value: 'TASK',
    says: 'add rating: text-to-video (default) or image-to-video',
  },
  { name: 'seconds', value: 'SECONDS', says: 'add time: from submit to completed' },
  { name: 'duration', value: 'SECONDS', says: 'add time: length of the clip' },
  { name: 'resolution', value: 'CLASS', says: 'add rating, time: class of the clips; default all' },
  { name: 'provider', value: 'NAME', says: 'add time: the host; default OpenRouter' },
  { name: 'factor', value: 'RATIO', says: 'add price: bill over list price, for example 0.8' },
  { name: 'billed', value: 'DOLLARS', says: 'add price: what you paid, with --list' },
  { name: 'list', value: 'DOLLARS', says: 'add price: the list price of the same clip' },
  { name: 'low', value: 'NUMBER', says: 'add rating, price: lower limit' },
  { name: 'high', value: 'NUMBER', says: 'add rating, price: upper limit' },
  { name: 'n', value: 'N', says: 'add: how many votes, clips or bills are behind the figure' },
  { name: 'as-of', value: 'DATE', says: 'add: when it was true; default today' },
  { name: 'source', value: 'TEXT', says: 'add: where the figure is from' },
  { name: 'from', value: 'URL', says: 'refresh: the index of evidence; default evidenceUrl of the config' },
  { name: 'overwrite', says: 'export: replace a file that is there' },
];

export const helpFlag: Flag = { name: 'help', short: 'h', says: 'this help' };

export const outputFlags: readonly Flag[] = [{ name: 'json', says: 'the answer as JSON' }, helpFlag];

/** Checks that look at inputs over the network. */
export const inputFlags: readonly Flag[] = [
  { name: 'check-inputs', says: 'fetch the pictures first: reachable, really pictures, the right shape' },
];

/** What `shotcaller simulate` takes. */
export const simulateFlags: readonly Flag[] = [
  { name: 'port', value: 'N', says: 'port on 127.0.0.1; default 8787, 0 for any' },
  { name: 'scenario', value: 'NAME', repeatable: true, says: 'faults to act out; "list" explains them' },
  { name: 'catalog', value: 'FILE', says: 'models to serve and to check against; default the bundled ones' },
  { name: 'speed', value: 'N', says: 'how many times faster than measured; default 1' },
  { name: 'seed', value: 'N', says: 'ids, waiting times and faults follow from it; default 1' },
  { name: 'state', value: 'DIR', says: 'keep jobs and bills here across restarts' },
  { name: 'credits', value: 'DOLLARS', says: 'what the account holds; default 1000' },
  { name: 'in-flight-budget', value: 'DOLLARS', says: 'how much may be running at once; default no limit' },
  {
    name: 'jobs-at-once',
    value: 'N[@SECONDS],…',
    says: 'jobs of a provider at once, from a second on; more are refused with 429',
  },
  { name: 'webhook-secret', value: 'TEXT', says: 'signs webhooks; default whsec_simulator' },
  { name: 'allow-insecure-callbacks', says: 'webhooks may go to http and to loopback' },
];

export const waitingFlag: Flag = {
  name: 'waiting',
  offers: ['eager', 'thrifty'],
  value: 'MANNER',
  says: 'eager: look often, to know at once; thrifty: look seldom. Default eager at a terminal, else thrifty',
};

const upstreamFlag: Flag = {
  name: 'upstream',
  value: 'URL|simulator',
  says: 'where clips are bought; default OPENROUTER_BASE_URL, without a key the simulator',
};

const publicUrlFlag: Flag = {
  name: 'public-url',
  value: 'URL',
  says: 'how others reach this server (https); webhooks of the service come there',
};

const filesFlag: Flag = {
  name: 'files',
  offers: 'files',
  value: 'DIR|s3://BUCKET/PREFIX',
  says: 'where clips are kept; default in the home folder. s3://… for serve, worker and files prune, not for mcp',
};

/** What `shotcaller files prune` takes. */
export const filesFlags: readonly Flag[] = [
  { name: 'older-than', value: 'AGE', says: 'delivered longer ago than so many days or hours: 30d, 12h' },
  { name: 'yes', says: 'delete them; without it they are only listed' },
  { ...filesFlag, says: 'where the clips are kept, as `serve` was told; default in the home folder' },
  ...outputFlags,
];

/** What `shotcaller serve` takes. */
export const serveFlags: readonly Flag[] = [
  { name: 'port', value: 'N', says: 'port; default 8787, 0 for any' },
  { name: 'host', value: 'ADDRESS', says: 'address to listen on; default 127.0.0.1. Any other needs --keys' },
  upstreamFlag,
  { name: 'keys', says: 'ask every client for a key of `shotcaller keys`' },
  publicUrlFlag,
  {
    name: 'dedupe-window',
    value: 'SECONDS',
    says: 'how long the same body without an Idempotency-Key is the same job; default 900, 0 never',
  },
  { ...waitingFlag, says: 'eager (default): look often, to know at once; thrifty: look seldom' },
  filesFlag,
  { name: 'max-body-mb', value: 'N', says: 'largest request body; default 48' },
  {
    name: 'yes',
    says: 'agents at /mcp buy without asking their user, if their key has a budget (without keys: if a day or a month has a limit)',
  },
  { name: 'log', says: 'one JSON line a request on standard error, without secrets and prompts' },
  { name: 'speed', value: 'N', says: 'simulator: how many times faster than measured; default 20' },
  { name: 'scenario', value: 'NAME', repeatable: true, says: 'simulator: faults to act out' },
];

/** What `shotcaller mcp` takes. */
export const mcpFlags: readonly Flag[] = [
  filesFlag,
  {
    name: 'yes',
    says: 'do not ask the user before a purchase, where the client could; quotes and limits hold as ever',
  },
];

/** What `shotcaller worker` takes. */
export const workerFlags: readonly Flag[] = [
  upstreamFlag,
  publicUrlFlag,
  { ...waitingFlag, says: 'eager (default): look often, to know at once; thrifty: look seldom' },
  filesFlag,
  { name: 'health-port', value: 'N', says: 'port for /v1/live, /v1/ready, /v1/health and /v1/metrics; default none' },
  { name: 'health-host', value: 'ADDRESS', says: 'address for them; default 127.0.0.1' },
  { name: 'log', says: 'one JSON line for every trouble on standard error, without secrets and prompts' },
];

/** What `shotcaller fleet` takes. */
export const fleetFlags: readonly Flag[] = [
  { ...upstreamFlag, says: 'whose jobs, as for `shotcaller serve`; default as there' },
];

/** What `shotcaller keys` takes. */
export const keysFlags: readonly Flag[] = [
  {
    name: 'upstream',
    value: 'URL|simulator',
    says: 'whose ledger keeps the keys, as for `shotcaller serve`; default as there',
  },
  { name: 'admin', says: 'add: sees all jobs, the whole ledger and the metrics' },
  { name: 'budget', value: 'DOLLARS', says: 'add: most that the key may spend in all' },
  { name: 'daily', value: 'DOLLARS', says: 'add: most that it may spend on a UTC day' },
  { name: 'model', value: 'ID', repeatable: true, says: 'add: only these models' },
  { name: 'rate', value: 'N', says: 'add: submits a minute' },
];
