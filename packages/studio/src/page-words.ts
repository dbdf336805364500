import { counted } from '@shotcaller/core';

/** What the pages say that are loaded when somebody opens them; the words of the first page are in `words.ts`. */

/** What could not be read. */
export const readWords = {
  byItself: 'This page tries again by itself.',
  tryNow: 'Try now',
  tryAgain: 'Try again',
} as const;

/** The list of jobs. */
export const jobsWords = {
  title: 'Jobs',
  find: 'Find in prompts, models, keys and ids',
  from: 'From',
  to: 'To',
  everyModel: 'every model',
  everyKey: 'every key',
  withoutKey: 'without a key',
  clear: 'Clear filters',
  reading: 'Reading the jobs…',
  readingOlder: 'Reading older jobs…',
  unreadable: 'The list cannot be read',
  notShown: 'This job cannot be shown',
  none: 'No clip has been ordered yet.',
  describe: 'Describe a clip',
  noMatch: 'No job matches these filters.',
  notWatched: 'Not watched',
  billed: (usd: string) => `billed ${usd}`,
  billUnknown: 'bill not known',
  notBilledYet: 'not billed yet',
  noBill: 'no bill came',
  notBilled: 'not billed',
  noPrice: 'price unknown',
  settle: 'Settle',
  resume: 'Resume',
  resumed: 'Watching again',
  usual: (times: number) => `${times} × the usual`,
  stuck: (jobs: number) =>
    `${counted(jobs, 'job takes', 'jobs take')} much longer than usual. Nothing is lost: this server goes on watching, and nothing is ordered again.`,
  waiting: (jobs: number) => `${counted(jobs, 'job waits', 'jobs wait')} for your decision.`,
  seeWaiting: 'See which',
} as const;

/** A job whose outcome is unknown. */
export const settleWords = {
  byAdmin: 'If it is not there, or only its bill is, ask somebody with an admin key to settle it: that releases money.',
} as const;

/** What to do about the cause of a failure. */
export const adviceWords = {
  toSpend: 'Limits on the page Spend',
  toKeys: 'Keys',
  toModels: 'Models of today',
  ownLimit: 'Raise the limit of this clip, or choose a cheaper model.',
  budget: 'Wait until the budget renews, choose a cheaper model, or raise the limit.',
  keyBudget: 'The budget of your client key is used up. Somebody with an admin key can raise it.',
  priceUnknown: 'A limit is set, and nobody knows what this clip costs. Choose a model with a known price.',
  modelNotAllowed: 'Choose another model, or ask somebody with an admin key to allow this one.',
  keyRevoked: 'Ask somebody with an admin key for a new client key.',
  keyRefused: 'OpenRouter refused the API key of this server. Run shotcaller doctor on the server to check it.',
  credit: 'Add credit to the OpenRouter account:',
  moderated: 'The provider refused the content. Change the prompt or the pictures, or try another model.',
  modelGone: 'OpenRouter no longer has this model. Choose another one.',
  smallerPictures: 'Use smaller pictures.',
  otherSettings: 'Change the settings of the clip, or try another model.',
  noCapacity: 'The provider is full. Try again later, or try another model now.',
  serviceDown: 'OpenRouter could not be reached. Try again later; its state is at',
  notSent: 'Nothing was sent. Check the network of this server, then order again.',
  failed: 'The provider failed to make the clip. Try again, or try another model: chances differ.',
  expired: 'The provider took too long. Try another model, or a shorter clip.',
  contentGone: 'OpenRouter no longer has the file. Resume asks for it once more and buys nothing.',
  noRoom: 'The disk of this server is full or cannot be written. Make room, then press Resume.',
} as const;

/** Client keys. */
export const keysWords = {
  title: 'Keys',
  what: 'A client key lets an app or a person use this server without your OpenRouter key. Each has its own budget and sees its own jobs only.',
  localMode:
    'This server runs on your machine and asks nobody for a key. Keys count once it is started with shotcaller serve --keys.',
  adminOnly: 'Only an admin key can see and change keys. Ask whoever runs this server.',
  none: 'There are no keys yet.',
  add: 'Add a key',
  name: 'Name',
  nameHint: 'letters, digits, dots, dashes; what jobs are listed under',
  budget: 'Budget in all',
  daily: 'Budget a day (UTC)',
  rate: 'Orders a minute',
  noLimit: 'no limit',
  models: 'Models that it may buy',
  allModels: 'Every model',
  someModels: 'Only these:',
  admin: 'Admin: sees every job and all spending, and manages keys and limits',
  make: 'Make the key',
  making: 'Making the key…',
  secretTitle: (name: string) => `The key ${name} is made`,
  secretOnce: 'Copy it now: it is shown once. The server keeps only a hash of it.',
  secretUse: 'Give it to the client as its OpenRouter API key, with the address of this server as base URL.',
  copy: 'Copy the key',
  kept: 'I have copied it',
  change: 'Change',
  save: 'Save',
  cancel: 'Cancel',
  revoke: 'Revoke',
  revokeAsk: (name: string) =>
    `Revoke ${name}? It is refused from its next request on. Its jobs go on, and the key cannot be brought back.`,
  revokeYes: 'Revoke it',
  revoked: (name: string) => `${name} is revoked.`,
  saved: (name: string) => `${name} is changed. It holds from the next order on.`,
  spent: 'spent',
  today: 'today',
  limits: 'limits',
  since: 'since',
  itsJobs: 'Its jobs',
} as const;

/** Limits and sums. */
export const spendWords = {
  title: 'Spend',
  limits: 'Limits',
  limitsHint:
    'They stand in the configuration of this server and hold from the next order on, for every command on it too. Another machine has its own.',
  limitsFixed: 'They are set where this server is started, and cannot be changed here.',
  limitsOthers: 'Only an admin key can change the limits of this server.',
  noLimit: 'no limit',
  save: 'Save limits',
  saved: 'The limits are changed.',
  amountWanted: 'Write an amount in dollars, for example 2.50, or leave it empty for no limit.',
  byKey: 'By key',
  byModel: 'By model',
  withoutKey: 'without a key',
  exportDays: 'Export by day (CSV)',
  exportKeys: 'Export by key (CSV)',
  unreadable: 'The ledger cannot be read',
  reading: 'Reading the ledger…',
  simulated: 'The clips came from the simulator: these bills are simulated and no money moved.',
  nothing: 'Nothing has been spent yet.',
  today: 'today (UTC)',
} as const;

/** `10,000`. */
export const grouped = new Intl.NumberFormat('en-US');

/** Batches: shot lists that were planned or bought as one. */
export const batchWords = {
  title: 'Batches',
  one: 'Batch',
  hint: 'Shot lists that shotcaller batch, a program or an agent has planned or bought here.',
  reading: 'Reading the batch…',
  unreadable: 'The batches cannot be read',
  notHere: 'This server knows no such batch, or another client key ordered it. Its clips are jobs:',
  states: { planned: 'Planned', running: 'Running', interrupted: 'Interrupted', ended: 'Ended' },
  clipStates: {
    waiting: 'Waiting',
    submitting: 'Ordering',
    generating: 'Generating',
    downloading: 'Downloading',
    done: 'Done',
    failed: 'Failed',
    unknown: 'Unknown',
    under_way: 'Under way',
    not_bought: 'Not bought',
  },
  doneOf: (done: number, clips: number) => `${grouped.format(done)} of ${grouped.format(clips)} done`,
  impossible: (clips: number) => `${counted(clips, 'clip')} without a model`,
  planned: (usd: string) => `planned: ${usd}`,
  progress: 'Clips that are done',
  done: 'Clips',
  moving: 'Under way',
  failed: 'Failed',
  unknown: 'Unknown',
  noModel: 'No model fits',
  booked: 'Billed and reserved',
  plannedCost: 'Planned',
  limit: 'Limit',
  time: 'Time it takes',
  timeLeft: 'Time left',
  clips: 'Clips',
  show: 'Show',
  groups: { all: 'All', done: 'Done', moving: 'Under way', missing: 'Not there' },
  noneInGroup: 'No clip of this batch is in this state now.',
  noPrompt: 'A clip without a prompt',
  ofKey: (key: string) =>
    key === ''
      ? 'This batch was ordered without a client key. You can look at it; a run or a stop needs a request without a key.'
      : `Client key ${key} ordered this batch. You can look at it; only that key can run or stop it.`,
  boughtAs: (shot: string) =>
    `This batch has bought the same clip as ${shot}. It would be bought again: if you only renamed the shot, give it back that id.`,
  boughtJob: 'View its job',
  boughtBefore: (clips: number) =>
    clips === 1
      ? '1 of these clips was bought before, under another id, and would be bought again. Its tile says as what.'
      : `${grouped.format(clips)} of these clips were bought before, under other ids, and would be bought again. Their tiles say as what.`,
  continues: (shot: string) => `goes on from ${shot}`,
  stop: 'Buy nothing more',
  elsewhere: 'Another process runs this batch. The page looks at it again every few seconds.',
  stopHint: 'Clips that were bought go on at OpenRouter; another run fetches them.',
  runHint: 'Exactly as planned, one bill for each clip. A clip that would now cost more is not bought.',
} as const;

/** Settings of this browser, and what it is connected to. */
export const settingsWords = {
  title: 'Settings',
  colours: 'Colours',
  asSystem: 'As the system',
  light: 'Light',
  dark: 'Dark',
  notify: 'When a clip is done',
  notifyOn: 'This browser shows a notification when a clip is done while you look elsewhere.',
  notifyOff: 'This browser shows no notifications for this page. The title of the tab counts finished clips.',
  notifyAsk: 'Notify me when a clip is done',
  notifyTry: 'Show a test notification',
  notifyTest: 'This is what a finished clip looks like.',
  server: 'Server',
  simulated: 'Clips come from the simulator, and no money moves.',
  bought: (upstream: string | undefined) =>
    `Clips are bought${upstream === undefined ? '' : ` from ${upstream}`} with real money.`,
  catalogue: (source: string, models: number) => `Models: ${source}, ${models} of them.`,
  key: 'A client key is kept in this tab.',
  otherKey: 'Use another key',
  limits: 'Limits',
  noLimit: 'No limit is set.',
  limitsUnread: 'Not read yet.',
  toSpend: 'Limits on the page Spend',
  toKeys: 'Keys',
  tour: 'Tour',
  tourHint: 'Three steps, with a sample that this page draws itself: it costs nothing on any server.',
  tourAgain: 'Show the tour',
} as const;
