import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio, type StudioOptions } from './open-studio.ts';

const cheap = { s: 'a paper boat, 4 seconds, 480p, no sound' };
const link = (more: Readonly<Record<string, string>>) => `#/create?${new URLSearchParams({ ...cheap, ...more })}`;
const model = 'bytedance/seedance-2.0-mini';
const spend = /^Run for/;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

const json = (status: number, error: object): Answer => ({
  status,
  contentType: 'application/json',
  body: JSON.stringify({ error }),
});

/** Orders get these answers in turn, and reach the server after that. */
async function answerOrders(page: Page, answers: (Answer | 'lost')[]): Promise<void> {
  await page.route('**/v1/jobs', async (route) => {
    const answer = route.request().method() === 'POST' ? answers.shift() : undefined;
    if (answer === undefined) return route.fallback();
    // The order arrives, and a proxy loses the answer.
    if (answer === 'lost') await route.fetch();
    await route.fulfill(answer === 'lost' ? { status: 502, contentType: 'text/html', body: 'Bad Gateway' } : answer);
  });
}

describe('an order that was not taken', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());
  const open = async (options: StudioOptions = {}) => {
    studio = await openStudio({ simulator: { speed: 500 }, ...options });
    return studio;
  };
  const inProject = async () => {
    const page = await studio!.open('#/takes');
    await page.getByLabel('Name of the new project').fill('Boats');
    await page.getByRole('button', { name: 'New project' }).click();
    await page.getByLabel('Budget of the project').fill('2');
    await page.getByLabel('Import a shot list, with its pictures').setInputFiles([
      {
        name: 'shots.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('id,prompt,duration,resolution,audio,takes\na,a paper boat,4,480p,no,2\n'),
      },
    ]);
    await page.getByRole('button', { name: /^Shoot 2 takes of 1 shot/ }).waitFor();
    return page;
  };
  const figure = (page: Page, name: string) =>
    page.locator('.project-head dl > div').filter({ hasText: name }).locator('dd').innerText();

  it('reserves nothing in its project, goes back to the plan, and is shot later', async () => {
    const { server } = await open();
    const page = await inProject();
    const refusal = json(422, { code: 'request_refused', message: 'The model would refuse this request.' });
    await answerOrders(page, [refusal, refusal]);
    await page.getByRole('button', { name: /^Shoot 2 takes of 1 shot/ }).click();
    await page.getByText('2 orders were refused. Nothing was bought').waitFor();
    await expect.poll(() => figure(page, 'Reserved')).toBe('$0.00');
    await expect.poll(() => figure(page, 'Left')).toBe('$2.00');
    await page.reload();
    await page.getByText('2 orders were refused. Nothing was bought').waitFor();
    await expect.poll(() => figure(page, 'Reserved')).toBe('$0.00');
    await page.getByRole('button', { name: 'Take back to the plan' }).click();
    await page.getByRole('button', { name: /^Shoot 2 takes of 1 shot/ }).click();
    await page.locator('.film .tile img').waitFor();
    await expect.poll(() => server.simulator.jobs.length).toBe(2);
    await expect.poll(() => figure(page, 'Reserved')).toBe('$0.00');
  });

  it('stays reserved when a proxy lost the answer, and is sent again under its own key', async () => {
    const { server } = await open();
    const page = await inProject();
    await answerOrders(page, ['lost', json(503, { code: 'too_many_requests', message: 'Too many requests.' })]);
    // The events do not tell of the order either.
    await page.getByRole('button', { name: /^Shoot 2 takes of 1 shot/ }).click();
    await page.getByRole('button', { name: 'Send 1 order again' }).waitFor();
    await expect.poll(() => page.getByText(/orders? (was|were) refused/).count()).toBe(0);
    expect(Number((await figure(page, 'Left')).slice(1))).toBeLessThan(2);
    await page.getByRole('button', { name: 'Send 1 order again' }).click();
    await expect.poll(() => server.simulator.jobs.length).toBe(2);
    await expect.poll(() => page.getByRole('button', { name: /again$/ }).count()).toBe(0);
    expect(server.simulator.jobs).toHaveLength(2);
  });

  it('can be taken away from its shot, and the next take has a number of its own', async () => {
    const { server } = await open();
    const page = await studio!.open(link({ takes: `${model} alibaba/wan-3.0 bytedance/seedance-2.0` }));
    const models = page.getByRole('group', { name: 'Which takes to shoot' }).getByRole('checkbox');
    for (const box of await models.all()) await box.check();
    const refusal = json(403, { code: 'model_not_allowed', message: 'This key may not use it.' });
    await answerOrders(page, [refusal]);
    await page.getByRole('button', { name: /^Shoot \d takes/ }).click();
    const refused = page.locator('.take').filter({ hasText: 'This key may not use it.' });
    await refused.getByText('Nothing was billed').waitFor();
    const count = await page.locator('.take').count();
    await refused.getByRole('button', { name: 'Remove this take' }).click();
    await expect.poll(() => page.locator('.take').count()).toBe(count - 1);
    await page
      .getByRole('button', { name: /^(More like this|Another take)/ })
      .first()
      .click();
    await expect.poll(() => server.simulator.jobs.length).toBe(count);
    await expect.poll(() => page.locator('.take video').count()).toBe(count);
    const names = await page.locator('.take h2').allInnerTexts();
    expect(new Set(names).size).toBe(count);
  });

  it('at a price that has changed since it was shown, is ordered at the new price once that was looked at', async () => {
    const { server } = await open();
    const page = await studio!.open(link({ model, tab: 'run' }));
    const price = { lowUsd: '9', expectedUsd: '9', highUsd: '9', confidence: 'exact', lines: [] };
    const confirmed: unknown[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/jobs'))
        confirmed.push(JSON.parse(request.postData() ?? '{}').confirmUsd);
    });
    await answerOrders(page, [json(409, { code: 'spend_not_confirmed', message: 'It costs more now.', price })]);
    await page.getByRole('button', { name: spend }).click();
    await page.getByText('It now costs $9.00, more than the price that was shown.').waitFor();
    await page.getByText('Nothing was bought.').waitFor();
    await expect.poll(() => page.getByRole('button', { name: spend }).isDisabled()).toBe(true);
    // The preview asks again, and now gets the price that holds.
    await page.route('**/v1/preview', async (route) => {
      const answer = await route.fetch();
      const body = await answer.json();
      await route.fulfill({ response: answer, json: { ...body, price: { ...body.price, highUsd: '9' } } });
    });
    await page.getByRole('button', { name: 'Look at the price again' }).click();
    await page.getByRole('button', { name: /^Run for up to \$9\.00/ }).click();
    await page.waitForURL(/#\/jobs\/./);
    expect(confirmed).toHaveLength(2);
    expect(confirmed[0]).not.toBe('9');
    expect(confirmed[1]).toBe('9');
    expect(server.simulator.jobs).toHaveLength(1);
  });

  it('is never said to have bought nothing when the answer came from a proxy', async () => {
    const { server } = await open();
    const page = await studio!.open(link({ model, tab: 'run' }));
    // The page hears of the job by its events, and must not have said before that nothing was bought.
    await answerOrders(page, [{ status: 502, contentType: 'text/html', body: 'Bad Gateway' }]);
    await page.getByRole('button', { name: spend }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('You will not be charged twice').first().waitFor();
    await expect.poll(() => dialog.getByText('Nothing was bought').count()).toBe(0);
    await page.getByRole('button', { name: spend }).click();
    await page.waitForURL(/#\/jobs\/./);
    expect(server.simulator.jobs).toHaveLength(1);
  });
});
