import { setTimeout as sleep } from 'node:timers/promises';
import { counted } from '@shotcaller/core';
import { listUrl } from '../../catalog/from-server.ts';
import { loadCatalog } from '../../catalog/load.ts';
import { unfinishedStates } from '../../jobs/job.ts';
import { LedgerBroken, LedgerMoved, LedgerUnreadable } from '../../jobs/stores/ledger-error.ts';
import { createClient } from '../../openrouter/client.ts';
import { connectionDetail } from '../../outbound/connection-detail.ts';
import { isLoopbackHost } from '../../outbound/loopback.ts';
import type { Settings } from '../../settings/settings.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import {
  broken,
  checkConfig,
  checkDisk,
  checkFolder,
  checkPrivacy,
  type Finding,
  ok,
  warning,
} from '../home-checks.ts';
import { clean } from '../render/clean.ts';
import { withService } from '../service.ts';
import { usableSettings } from '../usable-settings.ts';

/** `shotcaller doctor`: key, network, catalogue age, store, disk, clock: what is wrong and what mends it. */
export async function run(context: CommandContext): Promise<number> {
  const { terminal, flags, environment } = context;
  const { settings, faults } = usableSettings(environment);
  // Without a variable that is wrong, another service would be asked, or another folder looked into.
  const isServiceKnown = !faults.has('OPENROUTER_API_KEY') && !faults.has('OPENROUTER_BASE_URL');
  const isHomeKnown = !faults.has('SHOTCALLER_HOME');
  const findings = [
    checkNode(),
    ...[...faults.values()].map(settingsFault),
    ...(isServiceKnown ? await checkAccount(context, settings) : []),
    ...(isServiceKnown ? await checkFiles(context, settings) : []),
    ...(faults.has('OPENROUTER_BASE_URL') || !isHomeKnown ? [] : [await checkCatalog(context, settings)]),
    ...(isHomeKnown ? await checkHome(settings.home) : []),
    await checkLedger(context),
  ];
  if (flags.isOn('json')) terminal.outJson(findings);
  else {
    const marks = { ok: 'ok  ', warning: 'warn', broken: 'BAD ' } as const;
    for (const { check, state, says, mend } of findings) {
      terminal.show(
        `${marks[state]} ${check.padEnd(10)} ${clean(says)}${mend ? `\n${' '.repeat(16)}→ ${clean(mend)}` : ''}\n`,
      );
    }
  }
  return findings.some(({ state }) => state === 'broken') ? exitCodes.failed : exitCodes.done;
}

async function checkHome(home: string): Promise<readonly Finding[]> {
  return [await checkFolder(home), checkPrivacy(home), await checkDisk(home), await checkConfig(home)];
}

/** A variable that cannot be used. What hangs on it is not looked at. */
function settingsFault({ where, message }: SettingsError): Finding {
  const [check, mend] = settingsMends[where] ?? ['settings', `correct ${where}, or unset it`];
  const [says = message] = message.split(/\. /);
  return broken(check, says, mend);
}

const settingsMends: Readonly<Record<string, readonly [check: string, mend: string]>> = {
  OPENROUTER_API_KEY: ['key', 'copy the key again from openrouter.ai/settings/keys: export OPENROUTER_API_KEY=…'],
  OPENROUTER_BASE_URL: ['service', 'write it as https://openrouter.ai/api/v1, or unset it'],
  SHOTCALLER_HOME: ['folder', 'write the whole path, or unset it'],
};

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const old = major < 20 || (major === 20 && minor < 19);
  const says = `Node ${process.versions.node}`;
  return old ? broken('node', `${says} is too old`, 'install Node 20.19 or newer') : ok('node', says);
}

/** Clocks that differ by more make signed webhooks fail: their window is 300 s. */
const mostSkewSeconds = 60;

async function checkAccount(
  { fetch, clock, signal }: CommandContext,
  { apiKey, baseUrl, isBaseUrlGiven }: Settings,
): Promise<readonly Finding[]> {
  if (apiKey === null && !isBaseUrlGiven) {
    return [
      warning(
        'key',
        'no OPENROUTER_API_KEY: run uses the built-in simulator and spends nothing',
        'export OPENROUTER_API_KEY=… (openrouter.ai/settings/keys) to buy real clips',
      ),
    ];
  }
  const client = createClient({
    fetch: (input, init) => fetch(input, init),
    clock: {
      now: () => Date.parse(clock.now()),
      sleep: (durationMs, options) => sleep(durationMs, undefined, options?.signal && { signal: options.signal }),
    },
    baseUrl,
    ...(apiKey === null ? {} : { apiKey: apiKey.reveal() }),
  });
  try {
    const key = await client.accountKey({ signal: within10Seconds(signal) });
    const left = key.limitRemainingUsd === null ? 'no limit stated' : `$${key.limitRemainingUsd} left of its limit`;
    const skew =
      key.serverTime === null ? null : Math.round((Date.parse(clock.now()) - Date.parse(key.serverTime)) / 1000);
    return [
      ok('key', `${baseUrl} accepts it, ${left}`),
      skew !== null && Math.abs(skew) > mostSkewSeconds
        ? broken(
            'clock',
            `this machine is ${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}`,
            'set the clock, for example: timedatectl set-ntp true',
          )
        : ok('clock', skew === null ? 'the service did not say its time' : `within ${Math.abs(skew)} s of the service`),
    ];
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return [broken('key', says, 'check OPENROUTER_API_KEY, OPENROUTER_BASE_URL and the network')];
  }
}

/**
 * Clips come by a way of their own, and addresses that somebody else wrote by a guarded one: each is tried here, where nothing is paid for
 * yet. Any answer of the server will do.
 */
async function checkFiles(
  { fetch, fileFetch = fetch, guardedFetch, signal }: CommandContext,
  { apiKey, baseUrl, isBaseUrlGiven }: Settings,
): Promise<readonly Finding[]> {
  if (apiKey === null && !isBaseUrlGiven) return [];
  const { hostname, host } = new URL(baseUrl);
  const ways = [
    () =>
      fileFetch(listUrl(baseUrl), { method: 'GET', headers: {}, redirect: 'manual', signal: within10Seconds(signal) }),
    // The guard refuses this machine itself, and rightly.
    ...(guardedFetch && !isLoopbackHost(hostname)
      ? [() => guardedFetch(listUrl(baseUrl), { signal: within10Seconds(signal) })]
      : []),
  ];
  try {
    for (const way of ways) {
      const { status, body } = await way();
      await body?.cancel();
      if (status === 407) throw new Error('the proxy wants a login (HTTP 407)');
    }
    return [ok('files', `files of ${host} can be fetched from here`)];
  } catch (error) {
    return [
      broken(
        'files',
        `files of ${host} cannot be fetched from here (${connectionDetail(error)}): a clip would be paid for and not delivered`,
        'check HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS before you buy',
      ),
    ];
  }
}

function within10Seconds(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
}

const staleDays = 30;

async function checkCatalog({ fetch, clock, signal }: CommandContext, { baseUrl, home }: Settings): Promise<Finding> {
  const { catalog } = await loadCatalog({ choice: undefined, baseUrl, home, fetch, clock, signal });
  const days =
    catalog.asOf === null ? null : Math.floor((Date.parse(clock.now()) - Date.parse(catalog.asOf)) / 86_400_000);
  const says = `${catalog.source}, ${counted(catalog.models.length, 'model')}, ${days === null ? 'of unknown age' : `${counted(Math.max(0, days), 'day')} old`}`;
  if (days !== null && days <= staleDays) return ok('catalogue', says);
  return warning('catalogue', `${says}: prices may have moved`, 'shotcaller models --catalog live');
}

async function checkLedger(context: CommandContext): Promise<Finding> {
  const quiet = { ...context, terminal: { ...context.terminal, talk: () => undefined } };
  try {
    return await withService(quiet, async ({ shotcaller }) => {
      const problems = await shotcaller.checkIntegrity();
      const open = (await shotcaller.jobs({ states: unfinishedStates, limit: 1000 })).length;
      if (problems.length > 0) return broken('ledger', problems.join('; '), damagedLedgerAdvice);
      if (open === 0) return ok('ledger', 'sound, nothing open');
      return warning('ledger', `sound, ${counted(open, 'job')} open`, 'shotcaller resume');
    });
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    if (error instanceof SettingsError) {
      return warning(
        'ledger',
        `not looked at, because a setting cannot be used: ${says}`,
        'correct that setting, then run shotcaller doctor again; leave the ledger where it is',
      );
    }
    if (error instanceof LedgerMoved) {
      return broken('ledger', says, 'set DATABASE_URL, then run shotcaller doctor again');
    }
    if (error instanceof LedgerUnreadable || error instanceof LedgerBroken) {
      return broken('ledger', says, isDamage(error) ? damagedLedgerAdvice : rightsAdvice);
    }
    return broken('ledger', says, 'leave the ledger where it is; what it says above is the cause');
  }
}

const damagedLedgerAdvice =
  'keep the file: it may hold open purchases. Copy it and its -wal and -shm files, see openrouter.ai/activity for what was bought, and only then move it away';
const rightsAdvice =
  'give this user the rights to the folder and make room; the ledger itself is not damaged, leave it where it is';

/** What SQLite says of a file that is no database any more, in contrast to one that it may not open. */
function isDamage({ cause }: Error): boolean {
  return /SQLITE_(CORRUPT|NOTADB)|malformed|not a database/i.test(
    `${(cause as { readonly code?: unknown } | undefined)?.code} ${cause instanceof Error ? cause.message : cause}`,
  );
}
