import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OwnEvidence } from '../../src/choice/own-evidence.ts';
import { cachedOwnEvidence, type OwnEvidenceCacheOptions } from '../../src/choice/own-evidence-cache.ts';

const none: OwnEvidence = { runs: [], outcomes: [], priceCorrections: [], votes: [] };
let folder: string;
let ledgerPath: string;
let reads: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-evidence-'));
  ledgerPath = join(folder, 'ledger.sqlite');
  reads = 0;
});

/** What the ledger says, told apart by the model. */
function evidenceOf(model: string): OwnEvidence {
  const dates = { oldestAt: '2026-10-08T00:00:00.000Z', newestAt: '2026-10-08T00:00:00.000Z' };
  return {
    runs: [{ model, seconds: 31.5, durationSeconds: 4, endedAt: '2026-10-08T00:00:00.000Z', task: 'generate' }],
    outcomes: [{ model, source: 'own ledger', succeeded: 1, failed: 0, asOf: '2026-10-08' }],
    priceCorrections: [{ model, n: 1, factor: 0.4, low: 0.4, high: 1, ...dates }],
    votes: [],
  };
}

function ask(model = 'one', more: Partial<OwnEvidenceCacheOptions> = {}): Promise<OwnEvidence> {
  return cachedOwnEvidence({
    ledgerPath,
    service: 'https://openrouter.ai',
    now: '2026-10-09T12:00:00.000Z',
    billsTeachDays: 90,
    async read() {
      reads += 1;
      return evidenceOf(model);
    },
    ...more,
  });
}

function changed(path: string): Partial<OwnEvidenceCacheOptions> {
  writeFileSync(path, 'more than there was');
  return {};
}

const cacheOf = () => join(folder, readdirSync(folder).find((name) => name.endsWith('-evidence.json')) ?? 'none');

describe('Own evidence', () => {
  test('of a home without a ledger is none: nothing is opened and nothing is written', async () => {
    expect(await ask()).toEqual(none);
    expect(reads).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is read from the ledger once, and then from the cache, for as long as nothing changes', async () => {
    writeFileSync(ledgerPath, 'ledger');
    expect(await ask('one')).toEqual(evidenceOf('one'));
    expect(await ask('two', { now: '2026-10-09T23:59:59.999Z' })).toEqual(evidenceOf('one'));
    expect(reads).toBe(1);
  });

  test.each<[string, () => Partial<OwnEvidenceCacheOptions>]>([
    ['the ledger has grown', () => changed(ledgerPath)],
    ['the write-ahead log has something in it', () => changed(`${ledgerPath}-wal`)],
    ['another UTC day has begun', () => ({ now: '2026-10-10T00:00:00.000Z' })],
    ['bills teach for another number of days', () => ({ billsTeachDays: 30 })],
    [
      'another service is asked: two services in one ledger share nothing',
      () => ({ service: 'https://other.example' }),
    ],
  ])('is read again when %s', async (_when, change) => {
    writeFileSync(ledgerPath, 'ledger');
    await ask('one');
    const more = change();
    expect(await ask('two', more)).toEqual(evidenceOf('two'));
    expect(reads).toBe(2);
  });

  test('an empty write-ahead log, as an open ledger leaves it, changes nothing', async () => {
    writeFileSync(ledgerPath, 'ledger');
    await ask();
    writeFileSync(`${ledgerPath}-wal`, '');
    await ask();
    expect(reads).toBe(1);
  });

  test.each<[string, (text: string) => string]>([
    ['half written', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['null', () => 'null'],
    ['without its evidence', (text) => JSON.stringify({ stamp: JSON.parse(text).stamp })],
    ['with words for numbers', (text) => text.replace('"factor":0.4', '"factor":"0.4"')],
    ['without models', (text) => text.replaceAll('"model"', '"modell"')],
  ])('a cache that is %s counts as none, and is replaced', async (_how, damage) => {
    writeFileSync(ledgerPath, 'ledger');
    await ask('one');
    writeFileSync(cacheOf(), damage(readFileSync(cacheOf(), 'utf8')));
    expect(await ask('two')).toEqual(evidenceOf('two'));
    expect(await ask('three')).toEqual(evidenceOf('two'));
    expect(reads).toBe(2);
  });

  test('a ledger that changes while it is read is read again', async () => {
    writeFileSync(ledgerPath, 'ledger');
    await ask('one', {
      async read() {
        writeFileSync(ledgerPath, 'ledger, grown meanwhile');
        return evidenceOf('one');
      },
    });
    expect(await ask('two')).toEqual(evidenceOf('two'));
  });

  test('that cannot be kept is answered all the same, and leaves nothing behind', async () => {
    writeFileSync(ledgerPath, 'ledger');
    // A folder of that name cannot be replaced by a file; a read-only folder would not stop root.
    mkdirSync(join(`${ledgerPath}-evidence.json`, 'in-the-way'), { recursive: true });
    expect(await ask('one')).toEqual(evidenceOf('one'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a ledger that cannot be read says so', async () => {
    writeFileSync(ledgerPath, 'ledger');
    await expect(ask('one', { read: () => Promise.reject(new Error('damaged')) })).rejects.toThrow('damaged');
  });
});
