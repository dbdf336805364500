import { describe, expect, it } from 'vitest';
import { ledgerCsv, reportOf } from '../../src/jobs/money/ledger-report.ts';
import { simulatedGateway, veo } from './simulated-gateway.ts';

describe('Text of a client', () => {
  it.each([
    '=HYPERLINK("https://evil.example")',
    '+1+1',
    '-2',
    '@SUM(A1)',
    '\t=1',
    'a/b\u001b[2J',
    'a/\u202eb',
    'a/b;=1',
    '../../etc/passwd',
  ])('%j is no model: refused, stored nowhere', async (model) => {
    await using home = await simulatedGateway();
    expect((await home.post('/api/v1/videos', { ...veo, model })).status).toBe(400);
    expect((await (await home.call('/v1/jobs')).json()).jobs).toEqual([]);
    expect(home.simulator.jobs).toHaveLength(0);
  });

  it.each([
    ['=1', "'=1"],
    ['\t=1', "'=1"],
    ['\u200b+1', "'+1"],
    ['\uff1d1', "'\uff1d1"],
    ['a;=1', `"a;'=1"`],
    ['a\u001b[2J\u202eb', 'a[2Jb'],
  ])('in a CSV %j is no formula and steers nothing', (model, cell) => {
    const zero = {
      quotedUsd: '0',
      billedUsd: '0',
      assumedUsd: '0',
      reservedUsd: '0',
      unknownBills: 0,
      disputedBills: 0,
    };
    const report = reportOf([{ day: '2026-10-01', model, status: 'refused', jobs: 1, ...zero }]);
    expect(ledgerCsv(report).split('\r\n')[1]?.startsWith(`2026-10-01,${cell},refused,`)).toBe(true);
  });

  it('a form on another site that posts is no visit, and no address of the API is a page', async () => {
    await using home = await simulatedGateway();
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await home.post('/v1/jobs', {}, visit)).status).toBe(403);
    expect((await home.post('/api/v1/videos', veo, visit)).status).toBe(403);
    expect((await home.call('/v1/jobs', { headers: visit })).status).toBe(403);
    expect((await home.call('/reference', { headers: visit })).status).toBe(200);
    expect(home.simulator.jobs).toHaveLength(0);
  });
});
