import { counted, dollars, secondsText } from '@shotcaller/core';

/** The ends of a price, as quotes have them. */
interface PriceEnds {
  readonly lowUsd: string | null;
  readonly highUsd: string | null;
}

/** What a clip may cost, the same way everywhere: `$0.13` when it is exact, `up to $0.56` when it is a range. */
export function upTo({ lowUsd, highUsd }: PriceEnds): string {
  if (highUsd === null) return 'price unknown';
  const high = dollars(highUsd);
  return lowUsd !== null && dollars(lowUsd) === high ? high : `up to ${high}`;
}

/** The same behind a verb: `Spend up to $0.56`, `Run at an unknown price`. */
export function forPrice(price: PriceEnds): string {
  return price.highUsd === null ? 'at an unknown price' : `for ${upTo(price)}`;
}

/** How long ago something was: `just now`, `4 s ago`, `3 min ago`, `2 days ago`. */
export function ago(seconds: number): string {
  if (seconds < 1) return 'just now';
  if (seconds >= 172_800) return `${Math.floor(seconds / 86_400)} days ago`;
  return `${secondsText(seconds)} ago`;
}

/** A time that is not certain: `40 s to 2 min`. */
export function secondsRange(lowSeconds: number, highSeconds: number): string {
  const [low, high] = [secondsText(lowSeconds), secondsText(highSeconds)];
  return low === high ? `about ${high}` : `${low} to ${high}`;
}

/** What the page says about ordering. */
export const orderWords = {
  placing: 'Placing the order…',
  once: 'A clip is ordered once: you will not be charged twice.',
  inDoubt:
    'The order may not have arrived. You will not be charged twice: sending it again comes back to the same order.',
  another: 'Order another',
  placingView: 'Placing the order: view',
  shotBefore: 'Shot before: view',
  notOrdered: (count: number, of: number) =>
    `${count === of ? 'Not ordered yet' : `${count} of ${of} takes not ordered yet`}: view`,
  describeFirst: 'Describe the clip first: write what it shows.',
  nothingBought: 'Nothing was bought.',
  wouldCost: (price: string) => `It would cost ${price}.`,
  risen: (price: string) => `It now costs ${price}, more than the price that was shown.`,
  lookAgain: 'Look at the price again',
  readingMoney: 'Reading jobs and budgets…',
} as const;

/** The page on which a clip is described. */
export const createWords = {
  placeholder: 'A paper lantern drifts over a dark lake, slow dolly in. 5 seconds, vertical, 720p, no sound',
  readAs: 'Read as settings:',
  sentWhole: 'The prompt is sent as you wrote it.',
  otherLanguage: 'Not in English, so only settings such as 8s, 9:16 or 720p are read. Set the rest below.',
  readByModel: 'Let a chat model read the settings (about $0.0002)',
  modelReads: 'The model reads…',
  takeOut: 'Take these words out of the prompt',
  cards: 'Which takes to shoot',
  whyThese: 'Why these?',
  whyHint: 'chart, priorities, every model, the request',
  whyNone: 'Why none?',
  whyNoneHint: 'every model and what is in its way',
  tickOne: 'Tick at least one model.',
  noneFits: 'None of the ticked models can make this clip: beside each stands why. Tick another one.',
  someDoNotFit: (models: number) =>
    `${counted(models, 'ticked model does', 'ticked models do')} not fit this clip and ${models === 1 ? 'is' : 'are'} not shot.`,
  doesNotFit: 'Does not fit:',
  mendFirst: (fields: string) =>
    `${fields} cannot be used as written. Change it, or leave it empty: then you can shoot.`,
  shootHint: 'One order and one bill for each take.',
  afterFruitless: 'An earlier take brought no clip and was not billed. This is a new order.',
  dropHere: 'Drop the picture: it becomes the first frame. Several become references.',
} as const;

/** The settings as chips: their names, and what they say while nothing is set. */
export const chipWords = {
  legend: 'Settings of the clip',
  panel: 'The setting that is open',
  labels: {
    length: 'Length',
    shape: 'Shape',
    resolution: 'Resolution',
    sound: 'Sound',
    frames: 'Frames',
    references: 'References',
    limits: 'Limits',
    more: 'More',
  },
  open: {
    length: 'any',
    shape: 'any',
    resolution: 'any',
    sound: 'model default',
    frames: 'none',
    references: 'none',
    limits: 'none',
    more: 'seed, size, providers',
  },
  sound: { true: 'with', false: 'without', any: 'don’t mind' },
  missing: 'picture missing',
  first: 'first',
  last: 'last',
  upTo: (usd: string) => `up to ${usd}`,
  within: (time: string) => `ready in ${time}`,
  quality: (points: number) => `quality ${points} or more`,
  seed: (seed: number) => `seed ${seed}`,
  only: (provider: string) => `only ${provider}`,
  never: (provider: string) => `not ${provider}`,
} as const;

/** What stands in the place of a part of the page that did not arrive. */
export const partWords = {
  loading: 'Loading this page…',
  loadingPart: 'Loading…',
  title: 'This part of the page did not arrive',
  what: 'The network was interrupted, or the server has been restarted or updated. Nothing is ordered twice and nothing that you wrote is lost. The page goes on trying; if that does not help, load it again.',
  again: 'Try again',
  reload: 'Load the page again',
} as const;

/** What the page says about the gateway. */
export const connectionWords = {
  simulator: 'Simulator',
  simulatorMeans: 'no money moves',
  live: 'Live',
  liveMeans: 'real money',
  simulatedTitle: ' (simulator)',
  looking: 'Looking for the gateway…',
  lostTitle: 'Reconnecting…',
  lost: 'Jobs that are under way continue at OpenRouter, and nothing is ordered twice. This page reconnects by itself. If the gateway was stopped, start',
  offlineTitle: 'Offline: you can still compare models',
  offline: 'The gateway does not answer, so you cannot order clips now. This page keeps trying to reconnect. Start',
  keyAsked: 'This server is shared and asks for a client key. The key stays in this tab.',
  keyRefused: 'The server does not accept this key. Check it, or ask for another one.',
} as const;

/** What the page says about pictures. */
export const pictureWords = {
  mentioned: 'You mentioned a picture. Drop it here, choose a file, or give its address.',
  mentionedReferences: 'You mentioned reference pictures. Drop them here, or choose files.',
  elsewhere: (name: string) => `${name} is not on this machine. Drop it here, choose a file, or give its address.`,
  reading: 'Reading your picture.',
  madeSmaller: 'Made smaller to fit a request.',
  needed: 'Add your picture to run this, or remove it from the clip.',
} as const;

/** What the page tells of jobs that have just ended. */
export const newsWords = {
  title: 'Jobs that have just ended',
  done: 'Clip done',
  notDelivered: 'No clip came',
  view: 'View',
  dismiss: 'Dismiss',
} as const;

/** The limits, as the pages Spend and Keys call them. */
export const limitNames = {
  job: 'One clip, all attempts together',
  batch: 'Budget of the batch',
  day: 'A day (UTC)',
  month: 'A month (UTC)',
  key: 'Budget in all of your client key',
  key_day: 'Budget a day of your client key (UTC)',
} as const;

/** An amount that somebody chose: `$0.05`, where a price has two figures at least. */
export function chosenDollars(usd: string): string {
  return dollars(usd).replace(/(\.\d\d\d*?)0+$/, '$1');
}

/** Why a limit does not let clips be bought. */
export const limitWords = {
  over: (what: string, most: string, name: string, limit: string, left: string) =>
    `${what} may cost up to ${most}. Your limit “${name}” is ${limit}${left}.`,
  left: (booked: string, left: string) => `, of which ${booked} is spent or reserved and ${left} is left`,
  renews: (at: string) => ` It renews at ${at}.`,
  unpriced: (name: string) => `The price is not known, so it cannot be checked against your limit “${name}”.`,
  toSpend: 'Limits on the page Spend',
} as const;

/** Where a shot belongs to a project. */
export const inProjectWords = {
  overBudget: (most: string, left: string) =>
    `These takes may cost up to ${most}; the budget of the project leaves ${left}.`,
  inProject: 'What you leave open is filled in from the shared look of the project.',
  saveShot: 'Save the shot for later',
} as const;
