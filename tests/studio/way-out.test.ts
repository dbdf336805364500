import { manualClock } from '@shotcaller/simulator';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { chipOf, openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const mini = 'bytedance/seedance-2.0-mini';
const clip = { prompt: 'a paper boat', durationSeconds: 4, resolution: '480p', audio: false };
const sheet =
  '#/create?prompt=a+paper+boat&durationSeconds=4&resolution=480p&audio=false&model=bytedance%2Fseedance-2.0-mini&tab=run';

describe('every state has a way out', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions) => {
    studio = await openStudio(options);
    return studio;
  };
  const order = async ({ server }: Studio, requirements: object = clip) =>
    (await (await server.post('/v1/jobs', { requirements, model: mini, key: 'by-hand' })).json()) as { id: string };

  it('a job that is no longer watched says so and can be resumed, after a reload too', async () => {
    const time = manualClock(Date.now());
    const found = await open({ simulator: { speed: 1, clock: time } });
    const { id } = await order(found);
    const page = await found.open(`#/jobs/${id}`);
    await page.getByRole('button', { name: 'Stop watching' }).click();
    await page.getByText('This server no longer watches the job').waitFor();
    expect(await page.locator('body').innerText()).not.toContain('still being watched');
    await page.reload();
    await page.getByRole('button', { name: 'Resume' }).click();
    await time.advance(600_000);
    await page.locator('.job-card.done').waitFor();
    expect(found.server.simulator.jobs).toHaveLength(1);
  });

  it('a gateway that answers late is found by itself', async () => {
    const found = await open({ simulator: { speed: 500 } });
    const page = await found.open('#/create');
    let refused = 0;
    await page.route('**/v1/health', (route) => {
      if (refused >= 2) return route.fallback();
      refused += 1;
      return route.fulfill({ status: 502, body: 'Bad gateway' });
    });
    await page.goto('about:blank');
    await page.goto(`${found.url}#/jobs`);
    await page.getByText('No clip has been ordered yet.').waitFor();
    expect(refused).toBe(2);
  });

  it('“Choose again” opens the form of the job, not that of the tab', async () => {
    const found = await open({ simulator: { speed: 500, scenario: 'job-failed' } });
    const { id } = await order(found, { ...clip, prompt: 'a red kite', aspectRatio: '9:16' });
    const page = await found.open('#/create?prompt=something+else&durationSeconds=8');
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/jobs/${id}`);
    await page.locator('.job-card.failed').waitFor();
    await page.getByRole('link', { name: 'Choose again' }).click();
    await page.getByLabel('Describe the clip').waitFor();
    await expect.poll(() => page.getByLabel('Describe the clip').inputValue()).toBe('a red kite');
    await expect.poll(() => chipOf(page, 'length')).toBe('4 s');
    await expect.poll(() => chipOf(page, 'shape')).toBe('9:16');
  });

  it('an unknown outcome is settled on the page, and its loudest button does not buy again', async () => {
    const found = await open({ simulator: { speed: 500, scenario: 'submit-reset' } });
    const { id } = await order(found);
    const page = await found.open(`#/jobs/${id}`);
    await page.locator('.job-card.unknown').waitFor();
    expect(await page.locator('.job-card .button.primary').allInnerTexts()).not.toContain('Choose again');
    expect(
      await page.locator('.job-card').getByRole('link', { name: 'openrouter.ai/activity' }).count(),
    ).toBeGreaterThan(0);
    const form = page.getByRole('region', { name: 'What your account shows' });
    const box = await form.boundingBox();
    const fields = await form.locator('input').all();
    for (const field of fields) expect((await field.boundingBox())?.height).toBeGreaterThanOrEqual(32);
    expect(box?.width).toBeLessThanOrEqual(1280);

    await form.getByLabel('It was billed').fill('0.08');
    await form.getByRole('button', { name: 'Record the bill' }).click();
    await expect.poll(() => page.locator('.bill').innerText()).toContain('Billed $0.08');
    expect(found.server.simulator.jobs).toHaveLength(1);
  });

  it('an unknown outcome is found by its id at the service', async () => {
    const found = await open({ simulator: { speed: 500, scenario: 'submit-reset' } });
    const { id } = await order(found);
    const page = await found.open(`#/jobs/${id}`);
    await page.locator('.job-card.unknown').waitFor();
    await page.getByLabel('Job id at OpenRouter').fill('not-an-id');
    await page.getByRole('button', { name: 'Take it over' }).click();
    await page.locator('.notice.failure[role=alert]').last().waitFor();
    await page.getByLabel('Job id at OpenRouter').fill(found.server.simulator.jobs[0]!.id);
    await page.getByRole('button', { name: 'Take it over' }).click();
    await page.locator('.job-card.done').waitFor();
    expect(found.server.simulator.jobs).toHaveLength(1);
  });

  it('over the budget the button is not armed, and says which limit', async () => {
    const caps = { perJobUsd: '0.01' };
    const found = await open({ shotcaller: { caps } });
    const page = await found.open(sheet);
    await page.getByRole('dialog').getByText('Your limit “One clip, all attempts together” is $0.01.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Run for/ }).isDisabled()).toBe(true);
    const jobs = (await (await found.server.call('/v1/jobs')).json()) as { jobs: unknown[] };
    expect(jobs.jobs).toEqual([]);
  });

  it('a day that is used up says when it renews, in local time too', async () => {
    const caps = { perDayUsd: '0.01' };
    const found = await open({ shotcaller: { caps }, context: { timezoneId: 'Asia/Tokyo' } });
    const page = await found.open(sheet);
    const told = page.getByRole('dialog').locator('.notice.failure');
    await told.waitFor();
    await expect.poll(() => told.innerText()).toMatch(/09:00/);
    await expect.poll(() => told.innerText()).toMatch(/00:00 UTC/);
    await expect.poll(() => page.getByRole('button', { name: /^Run for/ }).isDisabled()).toBe(true);
  });

  it('a refused key says so and can be changed', async () => {
    const found = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const secret = await found.server.addKey({ name: 'studio' });
    const page = await found.open('#/jobs');
    await page.getByLabel('Client key').fill('sc_wrong');
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('The server does not accept this key.').waitFor();
    await page.getByLabel('Client key').fill(secret);
    await page.getByRole('button', { name: 'Use this key' }).click();
    await page.getByText('No clip has been ordered yet.').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('button', { name: 'Use another key' }).click();
    await page.getByLabel('Client key').waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage))).not.toContain(
      secret,
    );
  });

  it('a key that may spend nothing more disarms the button after the refusal', async () => {
    const found = await open({ gateway: { mode: 'server' }, simulator: { speed: 500 } });
    const secret = await found.server.addKey({ name: 'small', budgetUsd: '0.001' });
    const page = await found.open(sheet);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Client key').fill(secret);
    await dialog.getByRole('button', { name: 'Use this key' }).click();
    await dialog.locator('.notice.failure').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /^Run for/ }).isDisabled()).toBe(true);
    expect(found.server.simulator.jobs).toHaveLength(0);
  });
});
