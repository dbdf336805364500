import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip, type JobAnswer, type QuoteAnswer, simulatedDoor } from '../../packages/shotcaller/test/mcp/agents.ts';
import { launchChromium } from '../chromium.mjs';
import { needsChromium } from '../needs.ts';

/** A host as small as can be: it frames the page, answers what pages ask, and hands over one answer of a tool. */
function hostOf(html: string, answer: unknown, blob: string): string {
  const json = (value: unknown) => JSON.stringify(value).replaceAll('<', '\\u003c');
  return `<iframe sandbox="allow-scripts" width="800" height="600"></iframe><script>
    const frame = document.querySelector('iframe');
    window.told = [];
    addEventListener('message', ({ data }) => {
      told.push(data);
      const reply = (result) => frame.contentWindow.postMessage({ jsonrpc: '2.0', id: data.id, result }, '*');
      if (data.method === 'ui/initialize') reply({ protocolVersion: '2026-01-26', hostInfo: { name: 'host', version: '1' }, hostCapabilities: {}, hostContext: {} });
      if (data.method === 'ui/notifications/initialized') frame.contentWindow.postMessage({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: { structuredContent: ${json(answer)} } }, '*');
      if (data.method === 'resources/read') reply({ contents: [{ uri: data.params.uri, mimeType: 'video/mp4', blob: ${json(blob)} }] });
      if (data.method === 'ui/message') reply({});
    });
    frame.srcdoc = ${json(html)};
  </script>`;
}

describe('Pages that a host shows beside an answer', needsChromium, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  async function shown(uri: string, answer: unknown, blob = '') {
    await using door = await simulatedDoor();
    const agent = await door.connect('modern');
    const [content] = (await agent.client.readResource({ uri })).contents;
    expect(content).toMatchObject({ mimeType: 'text/html;profile=mcp-app' });
    const page = await browser.newPage();
    await page.setContent(hostOf((content as { text: string }).text, answer, blob));
    return { page, frame: page.frameLocator('iframe') };
  }

  test('the player shows bill, warnings and the clip of a job that is done, texts as texts', async () => {
    await using door = await simulatedDoor();
    const agent = await door.connect('modern');
    const { quoteId } = await agent.call<QuoteAnswer>('quote', { requirements: clip });
    const job = await agent.call<JobAnswer>('generate_video', { quoteId, waitSeconds: 45 });
    const [content] = (await agent.client.readResource({ uri: job.files[0]!.resource })).contents;
    const hostile = { ...job, warnings: ['<img src=x onerror="parent.postMessage(1)">'] };
    const { page, frame } = await shown('ui://shotcaller/player.html', hostile, (content as { blob: string }).blob);
    await expect.poll(() => frame.locator('video').getAttribute('src')).toMatch(/^data:video\/mp4;base64,/);
    const text = await frame.locator('body').innerText();
    expect(text).toContain(`billed $${job.billedUsd}`);
    expect(text).toContain('<img src=x');
    await page.close();
  });

  test('the picker lists the ranked models; taking one tells the agent and buys nothing', async () => {
    await using door = await simulatedDoor();
    const agent = await door.connect('modern');
    const selection = await agent.call<{ ranked: { model: string }[] }>('select_model', { requirements: clip });
    const { page, frame } = await shown('ui://shotcaller/picker.html', selection);
    await frame.locator('button').first().click();
    const told = () => page.evaluate('told.filter(({ method }) => method === "ui/message" || method === "tools/call")');
    await expect
      .poll(told)
      .toMatchObject([
        { method: 'ui/message', params: { content: [{ text: expect.stringContaining(selection.ranked[0]!.model) }] } },
      ]);
    expect(door.simulator.jobs).toHaveLength(0);
    await page.close();
  });
});
