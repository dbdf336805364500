import { counted } from '@shotcaller/core';

/** What the pages of takes, projects and comparisons say; the words of the first page are in `words.ts`. */

/** The pages of takes. */
export const takeWords = {
  hidden: 'model hidden until you vote',
  best: 'best take',
  lost: 'The clip did not load. The network was interrupted, or its file is no longer on the server. Loading it again costs nothing.',
  loadAgain: 'Load the clip again',
  billsUnknown: (bills: number) => `${counted(bills, 'bill')} not known`,
  billUnknown: (mostUsd: string) => `Bill not known: up to ${mostUsd} stays reserved`,
  billAndPriceUnknown: 'Bill not known',
  sound: 'Sound',
  notOrdered: 'Not ordered yet',
  unconfirmed: 'Order not confirmed',
  unsent: (takes: number) => `${takes} not ordered`,
  reading: 'Reading its job…',
  refused: 'Refused',
  remove: 'Remove this take',
  notListed: 'Ordered; the server does not list its job',
  moreLikeThis: 'More like this',
  another: 'Another take',
  tryAgain: 'Try again',
  orderNow: 'Order this take',
  compared: (pairs: number) => `from ${counted(pairs, 'comparison')} with another model by you`,
  voteCounted: 'Your vote is counted',
  votedBefore: 'You have already voted on these takes; your first vote counts',
  whichBest: 'Which take is best? Your vote counts in the quality that you see for these models.',
  blindHint: 'The takes are shuffled and their models hidden until you vote.',
  none: 'There are no takes yet. Describe a clip, tick models, and shoot.',
  notHere: 'This server does not know these takes.',
} as const;

/** Projects: shots that belong together. */
export const projectWords = {
  keptHere:
    'Projects are kept in this browser: their order, their look and their budget. Jobs, clips and bills are kept by the server. Export a project as CSV to take it elsewhere.',
  notHere: 'This project is not in this browser. Its jobs and clips are on the server, under Takes and Jobs.',
  empty: 'No shots yet. Add one, or import a shot list.',
  amountWanted: (budget: string | null) =>
    `This cannot be read. Write an amount in dollars, for example 5.50, or leave it empty for no limit. ${budget === null ? 'No limit holds' : `${budget} holds`} until then.`,
  budgetHint: 'In this browser no more is shot than the budget leaves. The limits of the server hold for every door.',
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

/** Links that show one comparison. */
export const viewWords = {
  only: 'You are looking at a comparison. Nothing can be ordered from this link.',
  until: (time: string) => `It works until ${time}.`,
  linkHint: (time: string) =>
    `Shows these clips to whoever has it, without a key, until ${time}: no prices, no other jobs, no way to order.`,
} as const;
