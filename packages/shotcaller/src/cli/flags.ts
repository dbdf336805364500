import { aspectRatios, resolutions } from '@shotcaller/core';

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
  { name: 'duration', value: 'SECONDS', says: 'length of the clip: 5, or 1 min; or a range: 5-8, 5+, ..8' },
  {
    name: 'resolution',
    offers: resolutions,
    value: 'CLASS',
    says: `${resolutions.join(', ')}; or a range: 720p-1080p, 720p+, ..1080p`,
  },
  {
    name: 'aspect',
    offers: aspectRatios,
    value: 'W:H',
    says: `${aspectRatios.join(', ')}; or landscape, portrait, square`,
  },
  { name: 'size', value: 'WxH', says: 'exact pixels instead of resolution and aspect' },
  { name: 'first-frame', offers: 'files', value: 'URL|FILE', says: 'picture that the clip starts from' },
  { name: 'last-frame', offers: 'files', value: 'URL|FILE', says: 'picture that the clip ends on' },
  {
    name: 'reference',
    offers: 'files',
    value: '[KIND:]URL|FILE',
    repeatable: true,
    says: 'image, audio or video that guides the clip',
  },
  { name: 'audio', says: 'with sound' },
  { name: 'no-audio', says: 'without sound' },
  { name: 'any-audio', says: 'with or without sound, whichever is cheaper' },
  { name: 'seed', value: 'N', says: 'seed; only models that accept one fit' },
  {
    name: 'passthrough',
    value: 'NAME[=VALUE]',
    repeatable: true,
    says: 'provider parameter that the model must accept',
  },
  { name: 'provider', value: 'NAME', repeatable: true, says: 'only this provider' },
  { name: 'exclude', offers: 'models', value: 'MODEL|PROVIDER', repeatable: true, says: 'not this model or provider' },
  { name: 'only', offers: 'models', value: 'MODEL', repeatable: true, says: 'only this model' },
  { name: 'max-usd', value: 'DOLLARS', says: 'the most that the clip may cost' },
  { name: 'max-seconds', value: 'SECONDS', says: '90 % of clips must finish by then' },
  {
    name: 'min-quality',
    value: 'POINTS',
    says: 'minimum quality, at its low end (human votes, about 1150 to 1550)',
  },
  {
    name: 'task',
    offers: ['generate', 'continue', 'edit', 'upscale', 'avatar'],
    value: 'TASK',
    says: 'generate (default), continue, edit, upscale, avatar',
  },
  { name: 'previous-job', value: 'ID', says: 'continue: the completed job to continue' },
  { name: 'source-video', value: 'URL', says: 'edit, upscale: the video to start from' },
  { name: 'source-size', value: 'WxH', says: 'size of the source video in pixels' },
  { name: 'source-duration', value: 'SECONDS', says: 'length of the source video' },
  { name: 'upscale-factor', value: 'N', says: 'upscale: how many times larger' },
  { name: 'creativity', value: 'N', says: 'upscale: 0 is precise, 1 is creative' },
  { name: 'requirements', offers: 'files', value: 'FILE|-', says: 'all of these as JSON; flags take precedence' },
];

/** How models are weighed. */
export const rankingFlags: readonly Flag[] = [
  {
    name: 'profile',
    offers: ['fastAndCheap', 'qualityAndCost', 'balanced'],
    value: 'NAME',
    says: 'fastAndCheap, qualityAndCost or balanced (default)',
  },
  { name: 'weights', value: 'speed=N,cost=N,quality=N', says: 'your own weights instead of a profile' },
  {
    name: 'method',
    offers: ['evidence', 'cookbook'],
    value: 'NAME',
    says: "evidence (default), or cookbook: the method of OpenRouter's guide, to compare with",
  },
  { name: 'include-unknown', says: 'include models with missing specifications' },
  { name: 'tag', value: 'TEXT', says: 'what the shot is about; only your votes with this tag count' },
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
  says: 'the model; default auto, the best that fits',
};

export const quotedModelFlag: Flag = { ...modelFlag, says: 'the model; default auto, all models' };

export const catalogFlags: readonly Flag[] = [
  {
    name: 'catalog',
    offers: 'files',
    value: 'live|bundled|FILE',
    says: 'which catalogue; default: the newest that loads within 2 s',
  },
];

/** Evidence of one's own beside the bundled one. */
export const evidenceFlags: readonly Flag[] = [
  {
    name: 'evidence',
    offers: 'files',
    value: 'FILE',
    says: 'your own ratings, times, prices and votes; default evidence.json in the home folder, if it exists',
  },
];

/** What `shotcaller evidence` takes. */
export const evidenceCommandFlags: readonly Flag[] = [
  {
    name: 'model',
    offers: 'models',
    value: 'ID',
    says: 'add: the model that the figure is for; * for a discount on all models',
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
  { name: 'resolution', value: 'CLASS', says: 'add rating, time: resolution of the clips; default all' },
  { name: 'provider', value: 'NAME', says: 'add time: the host; default OpenRouter' },
  { name: 'factor', value: 'RATIO', says: 'add price: the bill divided by the list price, for example 0.8' },
  { name: 'billed', value: 'DOLLARS', says: 'add price: what you paid, with --list' },
  { name: 'list', value: 'DOLLARS', says: 'add price: the list price of the same clip' },
  { name: 'low', value: 'NUMBER', says: 'add rating, price: lower limit' },
  { name: 'high', value: 'NUMBER', says: 'add rating, price: upper limit' },
  { name: 'n', value: 'N', says: 'add: how many votes, clips or bills the figure is based on' },
  { name: 'as-of', value: 'DATE', says: 'add: the day of the figure; default today' },
  { name: 'source', value: 'TEXT', says: 'add: where the figure comes from' },
  { name: 'from', value: 'URL', says: 'refresh: URL of the evidence index; default evidenceUrl in the configuration' },
  { name: 'overwrite', says: 'export: replace an existing file' },
];

export const helpFlag: Flag = { name: 'help', short: 'h', says: 'show this help' };

export const outputFlags: readonly Flag[] = [{ name: 'json', says: 'print the answer as JSON' }, helpFlag];

/** What a choice is made from, and how it is printed. */
export const choiceFlags: readonly Flag[] = [...catalogFlags, ...evidenceFlags, ...outputFlags];

/** Checks that look at inputs over the network. */
export const inputFlags: readonly Flag[] = [
  { name: 'check-inputs', says: 'first download the pictures and check that they are usable and have the right shape' },
];

/** What `shotcaller simulate` takes. */
export const simulateFlags: readonly Flag[] = [
  { name: 'port', value: 'N', says: 'port on 127.0.0.1; default 8787, 0 for any' },
  { name: 'scenario', value: 'NAME', repeatable: true, says: 'faults to simulate; "list" explains them' },
  { name: 'catalog', value: 'FILE', says: 'models to offer; default the bundled ones' },
  { name: 'speed', value: 'N', says: 'how many times faster than real models; default 1' },
  { name: 'seed', value: 'N', says: 'the same seed gives the same ids, times and faults; default 1' },
  { name: 'state', value: 'DIR', says: 'keep jobs and bills here across restarts' },
  { name: 'credits', value: 'DOLLARS', says: 'credits of the account; default 1000' },
  {
    name: 'in-flight-budget',
    value: 'DOLLARS',
    says: 'the most that running jobs may cost together; default no limit',
  },
  {
    name: 'jobs-at-once',
    value: 'N[@SECONDS],…',
    says: 'how many jobs a provider runs at once, from a given second on; it refuses more with 429',
  },
  { name: 'webhook-secret', value: 'TEXT', says: 'secret that signs webhooks; default whsec_simulator' },
  { name: 'allow-insecure-callbacks', says: 'allow webhooks to http and loopback addresses' },
];

export const waitingFlag: Flag = {
  name: 'waiting',
  offers: ['eager', 'thrifty'],
  value: 'MANNER',
  says: 'eager: poll often, to know at once; thrifty: poll rarely. Default eager at a terminal, otherwise thrifty',
};

const upstreamFlag: Flag = {
  name: 'upstream',
  value: 'URL|simulator',
  says: 'where clips are bought; default OPENROUTER_BASE_URL, or the simulator if there is no key',
};

const publicUrlFlag: Flag = {
  name: 'public-url',
  value: 'URL',
  says: 'public https address of this server, where it receives webhooks from OpenRouter',
};

const filesFlag: Flag = {
  name: 'files',
  offers: 'files',
  value: 'DIR|s3://BUCKET/PREFIX',
  says: 'where clips are stored; default in the home folder. s3://… works for serve, worker and files prune, not for mcp',
};

/** What `shotcaller files prune` takes. */
export const filesFlags: readonly Flag[] = [
  { name: 'older-than', value: 'AGE', says: 'age in days or hours since the clip was delivered: 30d, 12h' },
  { name: 'yes', says: 'delete the clips; without it they are only listed' },
  { ...filesFlag, says: 'where the clips are stored, as for `serve`; default in the home folder' },
  ...outputFlags,
];

/** What `shotcaller serve` takes. */
export const serveFlags: readonly Flag[] = [
  { name: 'port', value: 'N', says: 'port; default 8787, 0 for any' },
  { name: 'host', value: 'ADDRESS', says: 'address to listen on; default 127.0.0.1. Any other needs --keys' },
  upstreamFlag,
  { name: 'keys', says: 'require a client key from every client; `shotcaller keys` makes them' },
  publicUrlFlag,
  {
    name: 'dedupe-window',
    value: 'SECONDS',
    says: 'how long an equal request without an Idempotency-Key counts as the same job; default 900, 0 never',
  },
  { ...waitingFlag, says: 'eager (default): poll often, to know at once; thrifty: poll rarely' },
  filesFlag,
  { name: 'max-body-mb', value: 'N', says: 'largest request body; default 48' },
  {
    name: 'yes',
    says: 'let agents at /mcp buy without asking their user, if their key has a budget (without keys: if there is a limit per day or month)',
  },
  { name: 'log', says: 'write one JSON line per request to standard error, without secrets and prompts' },
  { name: 'speed', value: 'N', says: 'simulator: how many times faster than real models; default 20' },
  { name: 'scenario', value: 'NAME', repeatable: true, says: 'simulator: faults to simulate' },
];

/** What `shotcaller mcp` takes. */
export const mcpFlags: readonly Flag[] = [
  filesFlag,
  {
    name: 'yes',
    says: 'do not ask the user before a purchase; quotes and limits still apply',
  },
];

/** What `shotcaller worker` takes. */
export const workerFlags: readonly Flag[] = [
  upstreamFlag,
  publicUrlFlag,
  { ...waitingFlag, says: 'eager (default): poll often, to know at once; thrifty: poll rarely' },
  filesFlag,
  { name: 'health-port', value: 'N', says: 'port for /v1/live, /v1/ready, /v1/health and /v1/metrics; default none' },
  { name: 'health-host', value: 'ADDRESS', says: 'address for --health-port; default 127.0.0.1' },
  { name: 'log', says: 'write one JSON line per problem to standard error, without secrets and prompts' },
];

/** What `shotcaller fleet` takes. */
export const fleetFlags: readonly Flag[] = [
  { ...upstreamFlag, says: 'the service whose jobs to list; default as for `shotcaller serve`' },
];

/** What `shotcaller keys` takes. */
export const keysFlags: readonly Flag[] = [
  { ...upstreamFlag, says: 'the service whose ledger has the keys; default as for `shotcaller serve`' },
  {
    name: 'admin',
    says: 'add: the key may see all jobs, the whole ledger and the metrics, and manage keys and limits',
  },
  { name: 'budget', value: 'DOLLARS', says: 'add: the most that the key may spend in total' },
  { name: 'daily', value: 'DOLLARS', says: 'add: the most that the key may spend per UTC day' },
  { name: 'model', value: 'ID', repeatable: true, says: 'add: the key may buy only these models' },
  { name: 'rate', value: 'N', says: 'add: how many jobs the key may order per minute' },
];
