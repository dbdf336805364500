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
  shootHint: 'One order and one bill for each take.',
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

/** Links that show one comparison. */
export const viewWords = {
  only: 'You are looking at a comparison. Nothing can be ordered from this link.',
  until: (time: string) => `It works until ${time}.`,
  linkHint: (time: string) =>
    `Shows these clips to whoever has it, without a key, until ${time}: no prices, no other jobs, no way to order.`,
} as const;

/** Projects: shots that belong together. */
export const projectWords = {
  keptHere:
    'Projects are kept in this browser: their order, their look and their budget. Jobs, clips and bills are kept by the server. Export a project as CSV to take it elsewhere.',
  notHere: 'This project is not in this browser. Its jobs and clips are on the server, under Takes and Jobs.',
  empty: 'No shots yet. Add one, or import a shot list.',
  budgetHint: 'In this browser no more is shot than the budget leaves. The limits of the server hold for every door.',
  overBudget: (most: string, left: string) =>
    `These takes may cost up to ${most}; the budget of the project leaves ${left}.`,
  lookEmpty: 'nothing yet',
  lookHint:
    'Holds for every shot that is not shot yet, unless the shot says otherwise. Shots that were shot keep theirs.',
  shootHint: (others: number) =>
    others === 0
      ? 'One order and one bill for each take.'
      : `One order and one bill for each take. ${counted(others, 'shot')} cannot be shot yet: the strip says why.`,
  placing: (count: number) => `Placing ${counted(count, 'order')}…`,
  unsent: (count: number) =>
    `${counted(count, 'order')} did not arrive, or the answer was lost. You will not be charged twice: sending an order again comes back to the same one.`,
  refused: (count: number) =>
    `${counted(count, 'order was', 'orders were')} refused. Nothing was bought, and nothing is reserved for ${count === 1 ? 'it' : 'them'}.`,
  sendAgain: (count: number) => `Send ${counted(count, 'order')} again`,
  removeRefused: 'Take back to the plan',
  deleteHint: 'The project goes from this browser. Its shots, jobs and clips stay.',
  listHint: (shots: string) =>
    `${shots}. A shot list is the CSV, YAML or JSON Lines that shotcaller batch reads; choose its pictures with it.`,
  imported: (count: number, continuing: number) =>
    `${counted(count, 'shot')} imported. Nothing is ordered yet.${
      continuing === 0 ? '' : ` ${counted(continuing, 'shot')} should go on from another one; here each is shot alone.`
    }`,
  inProject: 'What you leave open is filled in from the shared look of the project.',
  saveShot: 'Save the shot for later',
} as const;

/** Why a planned shot cannot be shot as it is. */
export const hindranceWords = {
  no_model: 'No model can make this shot. Open it to see the closest options.',
  no_prompt: 'Describe what the shot shows.',
  picture_missing: 'Its picture is not in this browser. Open it to add the picture.',
  picture_sought: 'Its picture is being read.',
  price_unknown: 'The price is not known. Open it to choose another model.',
  wrong_field: 'A setting cannot be read. Open it to mend it.',
} as const;

/** What stands in the place of a part of the page that did not arrive. */
export const partWords = {
  loading: 'Loading this page…',
  title: 'This part of the page did not arrive',
  what: 'The network was interrupted, or the server has been restarted or updated. Nothing is ordered and nothing that you wrote is lost. The page goes on trying; if that does not help, load it again.',
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

/** The pages of takes. */
export const takeWords = {
  hidden: 'model hidden until you vote',
  best: 'best take',
  notOrdered: 'Not ordered yet',
  reading: 'Reading its job…',
  refused: 'Refused',
  remove: 'Remove this take',
  notListed: 'Ordered; the server does not list its job',
  moreLikeThis: 'More like this',
  another: 'Another take',
  tryAgain: 'Try again',
  orderNow: 'Order this take',
  voteCounted: 'Your vote is counted',
  votedBefore: 'You have already voted on these takes; your first vote counts',
  whichBest: 'Which take is best? Your vote counts in the quality that you see for these models.',
  blindHint: 'The takes are shuffled and their models hidden until you vote.',
  none: 'There are no takes yet. Describe a clip, tick models, and shoot.',
  notHere: 'This server does not know these takes.',
} as const;

/** What the page tells of jobs that have just ended. */
export const newsWords = {
  title: 'Jobs that have just ended',
  done: 'Clip done',
  notDelivered: 'No clip came',
  view: 'View',
  dismiss: 'Dismiss',
} as const;
