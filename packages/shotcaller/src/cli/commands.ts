import * as pick from './commands/pick.ts';
import type { RunCommand } from './context.ts';
import {
  catalogFlags,
  type Flag,
  helpFlag,
  inputFlags,
  keysFlags,
  outputFlags,
  rankingFlags,
  requirementFlags,
  serveFlags,
  simulateFlags,
} from './flags.ts';
import { jobsFlags, ledgerFlags, runFlags, watchFlags } from './job-flags.ts';

/** One command: what it is called, what it takes, and where it lives. Loaded only when it is run. */
export interface Command {
  readonly name: string;
  /** What stands behind the name, for the help. */
  readonly takes: string;
  readonly says: string;
  readonly flags: readonly Flag[];
  /** How many arguments without a flag it takes at most. */
  readonly mostPositionals: number;
  readonly examples: readonly string[];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export const commands: readonly Command[] = [
  {
    name: 'models',
    takes: '[diff A B]',
    says: 'the catalogue; `models diff A B` says what changed, in prices and in picks',
    flags: [...catalogFlags, ...outputFlags],
    mostPositionals: 3,
    examples: ['shotcaller models', 'shotcaller models diff old.json live'],
    load: () => import('./commands/models.ts'),
  },
  {
    name: 'pick',
    takes: '["SENTENCE"]',
    says: 'from what the clip needs to the model: the winner, the ranked list, everyone rejected and why',
    flags: [
      ...requirementFlags,
      ...rankingFlags,
      { name: 'why', value: 'MODEL', says: 'explain one place or rejection in sentences' },
      ...inputFlags,
      ...catalogFlags,
      ...outputFlags,
    ],
    mostPositionals: 1,
    examples: [
      'shotcaller pick "a 5 second vertical clip of this mug, cheap, no sound" --first-frame mug.png',
      'shotcaller pick --duration 5 --resolution 720p --aspect 9:16 --profile fastAndCheap',
    ],
    // In the main file: agents call it often, and every further file costs a few milliseconds of start.
    load: async () => pick,
  },
  {
    name: 'quote',
    takes: '[MODEL]',
    says: 'what the clip costs on one model or on all, line by line',
    flags: [...requirementFlags, ...catalogFlags, ...outputFlags],
    mostPositionals: 1,
    examples: ['shotcaller quote google/veo-3.1-lite --duration 4 --resolution 720p --no-audio'],
    load: () => import('./commands/quote.ts'),
  },
  {
    name: 'preview',
    takes: '["SENTENCE"]',
    says: 'the exact request that would be sent, as JSON, curl, TypeScript, Python, AI SDK',
    flags: [
      ...requirementFlags,
      ...rankingFlags,
      { name: 'model', value: 'ID|auto', says: 'the model; default auto: the pick' },
      { name: 'format', value: 'NAME', says: 'json (default), curl, typescript, openrouter-sdk, python, ai-sdk' },
      ...inputFlags,
      ...catalogFlags,
      ...outputFlags,
    ],
    mostPositionals: 1,
    examples: ['shotcaller preview --duration 5 --resolution 720p --prompt "a mug" --format curl'],
    load: () => import('./commands/preview.ts'),
  },
  {
    name: 'run',
    takes: '["SENTENCE"]',
    says: 'pick, preview, confirm the spend, submit once, wait, download, verify, account',
    flags: [
      ...requirementFlags,
      ...rankingFlags.filter(({ name }) => name !== 'method'),
      ...runFlags,
      ...inputFlags,
      ...catalogFlags,
      ...outputFlags,
    ],
    mostPositionals: 1,
    examples: [
      'shotcaller run --prompt "a paper lantern on a lake" --duration 5 --resolution 720p --max-usd 0.50',
      'shotcaller run "a 5 second vertical clip of this mug, cheap" --first-frame mug.png --output mug.mp4 --yes',
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'jobs',
    takes: '[ID]',
    says: 'what is under way and what was',
    flags: [...jobsFlags, ...outputFlags],
    mostPositionals: 1,
    examples: ['shotcaller jobs --status running'],
    load: () => import('./commands/jobs.ts'),
  },
  {
    name: 'resume',
    takes: '[ID…]',
    says: 'pick up after any interruption, one order or all that are open; buys nothing',
    flags: [...watchFlags, ...outputFlags],
    mostPositionals: 1000,
    examples: ['shotcaller resume'],
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'ledger',
    takes: '',
    says: 'what was spent against what was quoted, by day, model and status',
    flags: [...ledgerFlags, ...outputFlags],
    mostPositionals: 0,
    examples: ['shotcaller ledger --since 2026-10-01 --csv'],
    load: () => import('./commands/ledger.ts'),
  },
  {
    name: 'doctor',
    takes: '',
    says: 'key, network, catalogue age, store, disk, clock: what is wrong and the command that mends it',
    flags: outputFlags,
    mostPositionals: 0,
    examples: ['shotcaller doctor'],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'serve',
    takes: '',
    says: 'the gateway: every OpenRouter client gets selection, budgets and paid-once by changing one URL',
    flags: [...serveFlags, ...catalogFlags, helpFlag],
    mostPositionals: 0,
    examples: [
      'shotcaller serve',
      'shotcaller serve --upstream simulator --port 8787',
      'shotcaller serve --keys --host 0.0.0.0',
    ],
    load: () => import('./commands/serve.ts'),
  },
  {
    name: 'keys',
    takes: 'list | add NAME | revoke NAME',
    says: 'client keys of the gateway, each with budget, models and rate',
    flags: [...keysFlags, ...outputFlags],
    mostPositionals: 2,
    examples: ['shotcaller keys add studio --budget 25 --daily 5 --rate 10', 'shotcaller keys list'],
    load: () => import('./commands/keys.ts'),
  },
  {
    name: 'simulate',
    takes: '',
    says: "OpenRouter's video API offline: real clips, real bills, real faults; nothing is spent",
    flags: [...simulateFlags, helpFlag],
    mostPositionals: 0,
    examples: ['shotcaller simulate --speed 20', 'shotcaller simulate --scenario list'],
    load: () => import('./commands/simulate.ts'),
  },
];
