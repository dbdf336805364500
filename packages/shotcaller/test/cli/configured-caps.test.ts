import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createConfiguredCaps } from '../../src/cli/configured-caps.ts';
import { readConfig } from '../../src/settings/read-config.ts';
import { simulatedGateway, veo } from '../gateway/simulated-gateway.ts';

async function configuredCaps(config?: object) {
  const home = await mkdtemp(join(tmpdir(), 'shotcaller-caps-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const path = join(home, 'config.json');
  const write = (content: object | string) =>
    writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  if (config) await write(config);
  const caps = createConfiguredCaps(home, await readConfig(home));
  return { home, path, write, caps };
}

test('a cap that a command sets holds in a program that runs', async () => {
  const { write, caps } = await configuredCaps();
  expect(caps.now()).toEqual({});
  await write({ caps: { perDayUsd: '20' } });
  expect(caps.now()).toEqual({ perDayUsd: '20' });
  await write({ caps: { perDayUsd: '21', perJobUsd: 2 } });
  expect(caps.now()).toEqual({ perDayUsd: '21', perJobUsd: '2' });
});

test('a cap that is changed here is what every command reads, and the rest of the file stays', async () => {
  const { home, caps } = await configuredCaps({ caps: { perDayUsd: '20', perJobUsd: '3' }, billsTeachDays: 30 });
  await caps.change({ perJobUsd: '2.5', perMonthUsd: '100' });
  await caps.change({ perDayUsd: null });
  expect(caps.now()).toEqual({ perJobUsd: '2.5', perMonthUsd: '100' });
  expect(await readConfig(home)).toMatchObject({
    caps: { perJobUsd: '2.5', perDayUsd: null, perMonthUsd: '100' },
    billsTeachDays: 30,
  });
});

test('changes that are asked for at once are all kept', async () => {
  const { caps } = await configuredCaps();
  await Promise.all([
    caps.change({ perJobUsd: '1' }),
    caps.change({ perDayUsd: '2' }),
    caps.change({ perMonthUsd: '3' }),
  ]);
  expect(caps.now()).toEqual({ perJobUsd: '1', perDayUsd: '2', perMonthUsd: '3' });
});

test.each(['{"caps": {"perDayUsd": "mu', '{"caps":{"perDay":"1"}}', '[]'])(
  'while the file reads %s, the caps before hold, and nothing is written over it',
  async (broken) => {
    const { path, write, caps } = await configuredCaps({ caps: { perDayUsd: '20' } });
    await write(broken);
    expect(caps.now()).toEqual({ perDayUsd: '20' });
    await expect(caps.change({ perDayUsd: null })).rejects.toMatchObject({ name: 'SettingsError' });
    expect(await readFile(path, 'utf8')).toBe(broken);
    await write({ caps: { perDayUsd: '5' } });
    expect(caps.now()).toEqual({ perDayUsd: '5' });
  },
);

test('a gateway holds a changed cap from the next order on, shows it, and refuses to change one that nobody can write', async () => {
  const { caps } = await configuredCaps();
  await using home = await simulatedGateway({
    shotcaller: { caps: caps.now },
    gateway: { changeCaps: caps.change },
  });
  const set = async (body: object) => (await home.post('/v1/limits', body)).json();
  expect(await set({ perDayUsd: '0.05' })).toEqual({
    perJobUsd: null,
    perDayUsd: '0.05',
    perMonthUsd: null,
    editable: true,
  });
  expect((await home.post('/api/v1/videos', veo)).status).toBe(402);
  const ledger = await (await home.call('/v1/ledger')).json();
  expect(ledger.budgets).toMatchObject([{ name: 'day', limitUsd: '0.05' }]);
  await set({ perDayUsd: null });
  expect((await home.post('/api/v1/videos', { ...veo, prompt: 'Another' })).status).toBe(202);
  expect((await home.post('/v1/limits', { perDayUsd: 'lots' })).status).toBe(400);
  expect((await home.post('/v1/limits', { perDay: '1' })).status).toBe(400);
  expect(caps.now()).toEqual({});

  await using fixed = await simulatedGateway({ shotcaller: { caps: { perJobUsd: '2' } } });
  expect(await (await fixed.call('/v1/limits')).json()).toMatchObject({ perJobUsd: '2', editable: false });
  const refused = await fixed.post('/v1/limits', { perJobUsd: null });
  expect([refused.status, (await refused.json()).error.code]).toEqual([409, 'limits_fixed']);
});

test('a file that cannot be read is told without its place', async () => {
  const { home: place, write, caps } = await configuredCaps({ caps: { perDayUsd: '20' } });
  await using home = await simulatedGateway({
    shotcaller: { caps: caps.now },
    gateway: { changeCaps: caps.change },
  });
  await write('{');
  const answer = await home.post('/v1/limits', { perDayUsd: '30' });
  const text = await answer.text();
  expect([answer.status, JSON.parse(text).error.code]).toEqual([409, 'config_not_json']);
  expect(text).not.toContain(place);
  expect(text).toContain('nothing was changed');
});
