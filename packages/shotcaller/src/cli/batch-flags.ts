import { choiceFlags, type Flag, modelFlag, rankingFlags, requirementFlags } from './flags.ts';

/** What holds for every shot that does not say it itself; the batch has a budget of its own. */
const shotDefaultFlags = requirementFlags.filter(({ name }) => name !== 'max-usd' && name !== 'prompt');

/** What `shotcaller batch` takes. */
export const batchFlags: readonly Flag[] = [
  {
    name: 'plan',
    says: 'show models, prices and time, and buy nothing; with --json, print the plan for `batch run`',
  },
  { name: 'max-usd', value: 'DOLLARS', says: 'the most that the whole batch may cost, including its earlier runs' },
  { name: 'yes', says: 'spend without asking' },
  { name: 'out', value: 'DIR', offers: 'files', says: 'where the clips go; default NAME-clips in this folder' },
  {
    name: 'name',
    value: 'TEXT',
    says: 'name of the batch: a shot is bought once per name; default the name of the list',
  },
  {
    name: 'concurrency',
    value: 'auto|N',
    says: 'clips in progress at once; default auto: adapts to what OpenRouter accepts',
  },
  { name: 'takes', value: 'N', says: 'how many clips to make of each shot, 1 to 10, with other models or seeds' },
  { name: 'fallback', value: 'N', says: 'try up to N other models when a shot fails' },
  { name: 'fail-fast', says: 'stop buying after the first clip that fails' },
  { name: 'watch', says: 'keep the contact sheet current while the batch runs' },
  { name: 'sidecar', says: 'write requirements, prices, ids and hashes to CLIP.json next to each clip' },
  { name: 'watch-seconds', value: 'N', says: 'how long to watch each clip; default 7200' },
  {
    name: 'objective',
    value: 'quality|cost',
    offers: ['quality', 'cost'],
    says: 'choose the models of all shots together: the best quality, or the least cost, within the limits below',
  },
  { name: 'total-usd', value: 'DOLLARS', says: 'objective: the most that the upper prices of all clips may add up to' },
  { name: 'mean-quality', value: 'POINTS', says: 'objective: the minimum mean quality of the clips' },
  {
    name: 'finish-by',
    value: 'SECONDS',
    says: 'objective: 90 % of such batches end within this time; needs --concurrency N',
  },
  modelFlag,
  ...shotDefaultFlags,
  ...rankingFlags,
  ...choiceFlags,
];
