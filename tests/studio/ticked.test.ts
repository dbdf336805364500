import { afterEach, describe, expect, it } from 'vitest';
import { needsChromium } from '../needs.ts';
import { openStudio, type Studio } from './open-studio.ts';

const ticked = ['bytedance/seedance-2.0-mini', 'bytedance/seedance-2.0', 'minimax/hailuo-3-max'];
const create = `#/create?${new URLSearchParams({ s: 'a paper boat', takes: ticked.join(' ') })}`;

describe('models that are ticked', needsChromium, () => {
  let studio: Studio | undefined;
  afterEach(() => studio?.[Symbol.asyncDispose]());

  it('and no longer fit say why beside them, and below the button that they are not shot', async () => {
    studio = await openStudio();
    const page = await studio.open(create);
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).waitFor();
    await page.getByLabel('Describe the clip').fill('a paper boat in 4K');
    await page.getByRole('button', { name: /^Shoot 1 take/ }).waitFor();
    const unfit = page.getByRole('list', { name: 'Other models ticked' }).getByRole('listitem');
    // The reasons follow a moment later.
    await expect.poll(() => unfit.filter({ hasText: /Does not fit: .*4K/ }).count()).toBe(2);
    await page.getByText('2 ticked models do not fit this clip and are not shot.').waitFor();

    await page.getByLabel('Describe the clip').fill('a paper boat');
    await page.getByRole('button', { name: /^Shoot 3 takes/ }).waitFor();
    await expect.poll(() => page.getByText('Does not fit:').count()).toBe(0);
    for (const model of ticked.slice(0, 2)) await page.getByRole('checkbox', { name: model, exact: true }).click();
    await page.getByLabel('Describe the clip').fill('a paper boat in 4K');
    await page.getByText('None of the ticked models can make this clip').waitFor();
    await expect.poll(() => page.locator('.shoot').isDisabled()).toBe(true);
  });

  it('break a limit of the server by its name on the page Spend, with the way there', async () => {
    studio = await openStudio({ shotcaller: { caps: { perJobUsd: '0.05' } } });
    const page = await studio.open(create);
    const hint = page.locator('#shoot-hint');
    await expect.poll(() => hint.innerText()).toMatch(/Your limit “One clip, all attempts together” is \$0\.05\./);
    await hint.getByRole('link', { name: 'Limits on the page Spend' }).click();
    await page.getByRole('heading', { level: 1, name: 'Spend' }).waitFor();
    await expect.poll(() => page.getByLabel('One clip, all attempts together').inputValue()).toBe('0.05');
  });
});
