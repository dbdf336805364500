import { dollars, jobReasonSentence, replacedFileSentence } from '@shotcaller/core';
import { countJobs, type JobCount, jobCountText } from '../../jobs/count-jobs.ts';
import { type AttemptState, isTerminal } from '../../jobs/job.ts';
import type { JobResult, OrderedJob } from '../../jobs/job-result.ts';
import { noSuchJob } from '../../jobs/no-such-job.ts';
import { readStatusFilter, statusWords } from '../../jobs/status-filter.ts';
import type { Shotcaller } from '../../shotcaller.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { nearestHint } from '../nearest-hint.ts';
import { wholeNumberFlag } from '../number-flag.ts';
import { clean } from '../render/clean.ts';
import { jobNextStep } from '../render/job-next-step.ts';
import { orderedLines } from '../render/order.ts';
import { billDoubtLines, goOnLine } from '../render/run-result.ts';
import { tableText } from '../render/table.ts';
import { saidBy } from '../said-by.ts';
import { withService } from '../service.ts';
import { UsageError } from '../usage-error.ts';
import { usdFlag } from '../usd-flag.ts';

/** `shotcaller jobs [ID]`: what is under way and what was. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, positionals } = context;
  // "jobs show ID" is what people type who know other tools.
  const [id, settled] = positionals[0] === 'show' && positionals.length > 1 ? positionals.slice(1) : positionals;
  const asked = flags.list('status');
  const states = asked.flatMap(readStates);
  const limit = wholeNumberFlag(flags, 'limit', 1, 10_000) ?? 20;
  return withService(context, async (service) => {
    if (id === 'settle') return settle(context, settled, service.shotcaller);
    if (settled !== undefined)
      throw new UsageError(
        `shotcaller jobs takes one ID, and you gave a second one: ${settled}. To settle a job, write shotcaller jobs settle ID.`,
      );
    if (id !== undefined) {
      const job = await service.shotcaller.job(id);
      if (!job) throw await noSuchJob(service.ledger, id);
      return one(context, job, service.shotcaller);
    }
    const jobs = await service.shotcaller.jobs({ limit, ...(states.length > 0 ? { states } : {}) });
    if (flags.isOn('json')) terminal.outJson(jobs);
    if (jobs.length === 0) {
      terminal.talk(`${noJobsText(asked, await countJobs(service.ledger, { service: service.origin }))}\n`);
    } else if (!flags.isOn('json')) {
      terminal.show(jobTable(jobs, tableWidth(terminal)));
      if (jobs.some(({ files }) => files.some(({ replaced }) => replaced !== undefined)))
        terminal.talk(
          'File replaced: another job has since saved its clip under that name. shotcaller jobs ID shows which one.\n',
        );
    }
    return exitCodes.done;
  });
}

/** `jobs settle ID`: somebody has looked at the account's activity. */
async function settle(
  context: CommandContext,
  id: string | undefined,
  shotcaller: Pick<Shotcaller, 'settle' | 'events'>,
): Promise<number> {
  const { flags } = context;
  const notBought = flags.isOn('not-bought');
  if (id === undefined)
    throw new UsageError(
      'jobs settle needs the id of a job: shotcaller jobs settle ID --not-bought, or --billed 0.40.',
    );
  if (notBought === (flags.text('billed') !== undefined)) {
    throw new UsageError(
      'Look at openrouter.ai/activity, then add either --not-bought or --billed DOLLARS. Nothing was changed.',
    );
  }
  const billedUsd = usdFlag(flags, 'billed');
  const settlement = billedUsd === undefined ? { notBought: true as const } : { billedUsd };
  const job = await shotcaller.settle(id, { ...settlement, saidBy: saidBy(context) });
  return one(context, job, shotcaller);
}

async function one(
  { flags, terminal, localTime }: CommandContext,
  job: JobResult | OrderedJob,
  shotcaller: Pick<Shotcaller, 'events'>,
): Promise<number> {
  const events = await shotcaller.events(job.id);
  if (flags.isOn('json')) terminal.outJson({ ...job, events });
  else {
    terminal.show(jobTable([job], tableWidth(terminal)));
    if ('clip' in job) for (const line of orderedLines(job.requirements, job.clip)) terminal.show(`${clean(line)}\n`);
    if (job.reason)
      terminal.show(
        `${clean(`${jobReasonSentence(job.reason, { localTime })} ${jobNextStep(job.reason, job.id)}`.trimEnd())}\n`,
      );
    for (const line of billDoubtLines(job)) terminal.show(`${clean(line)}\n`);
    for (const { path, replaced } of job.files) {
      // Whoever takes the paths from standard output takes them for this clip.
      if (!replaced) terminal.out(`${path}\n`);
      else {
        const again = `To have this one again, while the service has it: shotcaller resume ${job.id} --output OTHER.`;
        terminal.show(`${clean(`${path}: ${replacedFileSentence(replaced)} ${again}`)}\n`);
      }
    }
    const goOn = goOnLine(job);
    if (goOn !== '') terminal.show(`${goOn}\n`);
  }
  return exitCodes.done;
}

function jobTable(jobs: readonly JobResult[], columns: number): string {
  const money = (usd: string | null) => (usd === null ? '?' : dollars(usd));
  return tableText(jobs, columns, [
    { title: 'job', rank: 0, cell: ({ id }) => id },
    { title: 'status', rank: 0, cell: statusText },
    { title: 'model', rank: 2, cell: ({ model }) => clean(model) },
    { title: 'quoted', rank: 3, align: 'right', cell: ({ quotedUsd }) => money(quotedUsd) },
    { title: 'billed', rank: 1, align: 'right', cell: billedText },
    { title: 'created', rank: 4, cell: ({ createdAt }) => createdAt.slice(0, 19).replace('T', ' ') },
    { title: 'remote id', rank: 5, cell: ({ remoteId }) => clean(remoteId ?? '') },
  ]);
}

function statusText({ status, files }: JobResult): string {
  const isReplaced = files.some(({ replaced }) => replaced !== undefined);
  return `${status.replaceAll('_', ' ')}${isReplaced ? ', file replaced' : ''}`;
}

/** Whoever reads a pipe gets every column. */
function tableWidth({ wraps, columns }: CommandContext['terminal']): number {
  return wraps ? columns : Number.POSITIVE_INFINITY;
}

/** What a job cost: nothing, where the service refused it; `?` where no bill is known though it has ended. */
function billedText({ billedUsd, attempts, resumable }: JobResult): string {
  if (billedUsd !== null) return dollars(billedUsd);
  if (attempts.every(({ status }) => status === 'refused')) return dollars('0');
  return resumable ? 'not yet' : '?';
}

function readStates(text: string): readonly AttemptState[] {
  const filter = readStatusFilter(text);
  if ('states' in filter) return filter.states;
  const word = filter.unknownWord;
  throw new UsageError(
    `--status ${word}: there is no such state. ${nearestHint(word, statusWords)}Use ${statusWords.join(', ')}.`,
  );
}

/** An empty list: there are no jobs, or the filter has left none. */
function noJobsText(asked: readonly string[], all: JobCount): string {
  if (all.jobs === 0) return 'No jobs yet. shotcaller run makes the first.';
  const filter = asked.map((status) => `--status ${status}`).join(' ');
  const open = all.byStatus.reduce((sum, [status, jobs]) => (isTerminal(status) ? sum : sum + jobs), 0);
  const next =
    open > 0 ? `shotcaller jobs --status open lists what is still under way: ${open}.` : 'shotcaller jobs lists all.';
  return `No job fits ${filter}. Without it ${jobCountText(all)}. ${next}`;
}
