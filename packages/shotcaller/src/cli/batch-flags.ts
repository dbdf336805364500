import {
  catalogFlags,
  evidenceFlags,
  type Flag,
  modelFlag,
  outputFlags,
  rankingFlags,
  requirementFlags,
} from './flags.ts';

/** What holds for every shot that does not say it itself; the batch has a budget of its own. */
const shotDefaultFlags = requirementFlags.filter(({ name }) => name !== 'max-usd' && name !== 'prompt');

/** What `shotcaller batch` takes. */
export const batchFlags: readonly Flag[] = [
  {
    name: 'plan',
    says: 'show models, prices and time, and buy nothing; with --json the plan as a file for `batch run`',
  },
  { name: 'max-usd', value: 'DOLLARS', says: 'the most that the whole batch may cost, earlier runs of it included' },
  { name: 'yes', says: 'spend without asking' },
  { name: 'out', value: 'DIR', offers: 'files', says: 'where the clips go; default NAME-clips in this folder' },
  {
    name: 'name',
    value: 'TEXT',
    says: 'the batch: the same name and the same shot are bought once; default the list’s',
  },
  { name: 'concurrency', value: 'auto|N', says: 'clips at once; default auto: learnt from what the service takes' },
  { name: 'takes', value: 'N', says: 'clips of each shot, 1 to 10, on further models or seeds' },
  { name: 'fallback', value: 'N', says: 'up to N further models for a shot that fails for reasons of its own' },
  { name: 'fail-fast', says: 'buy nothing more after the first failure' },
  { name: 'watch', says: 'keep the contact sheet current while the batch runs' },
  { name: 'sidecar', says: 'write requirements, prices, ids and hashes to CLIP.json beside each clip' },
  { name: 'watch-seconds', value: 'N', says: 'how long to watch each clip; default 7200' },
  {
    name: 'objective',
    value: 'quality|cost',
    offers: ['quality', 'cost'],
    says: 'choose the models of all shots together: the best quality, or the least cost, within the limits below',
  },
  { name: 'total-usd', value: 'DOLLARS', says: 'objective: the most that all upper prices together may be' },
  { name: 'mean-quality', value: 'POINTS', says: 'objective: the least mean quality of the clips' },
  { name: 'finish-by', value: 'SECONDS', says: 'objective: 90 % of such batches end by then; needs --concurrency N' },
  modelFlag,
  ...shotDefaultFlags,
  ...rankingFlags,
  ...catalogFlags,
  ...evidenceFlags,
  ...outputFlags,
];
