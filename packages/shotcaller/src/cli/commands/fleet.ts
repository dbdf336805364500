import { counted } from '@shotcaller/core';
import { isoOf } from '../../iso-time.ts';
import { type Fleet, type FleetProcess, readFleet } from '../../jobs/read-fleet.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withLedger } from '../open-command-ledger.ts';
import { clean } from '../render/clean.ts';
import { tableText } from '../render/table.ts';

/** `shotcaller fleet`: which processes work on the ledger, what they carry and what is late. */
export async function run(context: CommandContext): Promise<number> {
  const { flags, terminal, clock } = context;
  return withLedger(context, async (ledger, service) => {
    const nowMs = (await ledger.databaseTimeMs()) ?? Date.parse(clock.now());
    const fleet = await readFleet(ledger, { service: service.origin, nowMs });
    if (flags.isOn('json')) terminal.outJson({ at: isoOf(nowMs), ...fleet });
    else show(context, fleet);
    return exitCodes.done;
  });
}

function show({ terminal }: CommandContext, { processes, unheld, webhooks }: Fleet): void {
  if (processes.length === 0) terminal.talk('No process works on this ledger. shotcaller serve starts one.\n');
  else {
    terminal.show(
      tableText(processes, terminal.columns, [
        { title: 'host', rank: 0, cell: ({ host }) => clean(host) },
        { title: 'process', rank: 1, cell: ({ pid }) => String(pid ?? '') },
        { title: 'kind', rank: 0, cell: ({ kind }) => kind },
        { title: 'version', rank: 2, cell: ({ version }) => version ?? '' },
        { title: 'up', rank: 2, align: 'right', cell: ({ upSeconds }) => ageText(upSeconds) },
        { title: 'seen', rank: 0, align: 'right', cell: ({ seenSecondsAgo }) => ageText(seenSecondsAgo) },
        { title: 'jobs', rank: 0, align: 'right', cell: ({ jobs }) => String(jobs) },
        { title: 'due', rank: 1, align: 'right', cell: ({ due }) => String(due) },
        { title: 'late', rank: 0, align: 'right', cell: ({ lateSeconds }) => ageText(lateSeconds) },
        { title: 'lease left', rank: 3, align: 'right', cell: ({ leaseSecondsLeft }) => ageText(leaseSecondsLeft) },
        { title: 'address', rank: 4, cell: ({ url }) => clean(url ?? '') },
      ]),
    );
  }
  for (const silent of processes.filter(({ isSilent }) => isSilent)) terminal.talk(silentText(silent));
  if (unheld.jobs > 0) {
    terminal.talk(
      `${counted(unheld.jobs, 'job')} ${unheld.jobs === 1 ? 'is' : 'are'} carried by no process, ${unheld.due} with a step that is due${
        unheld.lateSeconds === null ? '' : ` for ${ageText(unheld.lateSeconds)}`
      }. A running serve or worker takes up what is due within 10 s; shotcaller resume takes up all, and puts their clips in the current folder.\n`,
    );
  }
  if (webhooks.unwritten + webhooks.waiting + webhooks.dead > 0) {
    terminal.talk(
      `Webhook calls that you are owed: ${webhooks.unwritten + webhooks.waiting} to be made, ${webhooks.dead} given up.\n`,
    );
  }
}

function silentText({ host, pid, jobs, leaseSecondsLeft }: FleetProcess): string {
  const when = leaseSecondsLeft !== null && leaseSecondsLeft > 0 ? `, within ${ageText(leaseSecondsLeft)}` : '';
  const rest = jobs === 0 ? 'It carries nothing.' : `Its ${counted(jobs, 'job')} can be taken up by others${when}.`;
  return `${clean(host)} ${pid ?? ''} has been silent: it ended, hangs, or does not reach the database. ${rest}\n`;
}

function ageText(seconds: number | null): string {
  if (seconds === null) return '';
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
