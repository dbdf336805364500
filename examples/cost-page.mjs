// A page that says what clips will cost: node examples/cost-page.mjs serve
// Core alone, with no key and no network: the catalogue and the evidence ship with it.
import { createServer } from 'node:http';
import { bundledCatalog, priceRange, reasonSentence, requirementsText, select } from '@shotcaller/core';

const escapeHtml = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
const money = (usd) => `$${Number(usd).toFixed(2)}`;

/** The answer to a form's fields: `duration`, `resolution`, `audio`, `clips`. Throws `RequirementsError` for a value that is none. */
export function costs(fields, now) {
  const requirements = {
    durationSeconds: Number(fields.get('duration') ?? 5),
    resolution: fields.get('resolution') ?? '720p',
    audio: fields.get('audio') === 'yes',
  };
  const clips = Number(fields.get('clips') ?? 100);
  const selection = select(bundledCatalog, requirements, { profile: 'qualityAndCost', now });
  return {
    clip: requirementsText(selection.requirements),
    clips,
    asOf: bundledCatalog.asOf,
    rows: selection.ranked.map(({ model, price }) => ({
      model,
      each: priceRange(price),
      // What to plan with is the upper end: it is what Shotcaller reserves.
      all: money(Number(price.highUsd) * clips),
    })),
    without: selection.rejected.map(({ model, reasons }) => `${model}: ${reasonSentence(reasons[0])}`),
  };
}

export function costPage({ clip, clips, asOf, rows, without }) {
  const cells = rows.map(({ model, each, all }) => `<tr><td>${model}<td>${each}<td>${all}`);
  return `<!doctype html><title>What clips cost</title>
<form>
  <label>Seconds <input name="duration" type="number" min="1" value="5"></label>
  <label>Resolution <select name="resolution"><option>480p<option selected>720p<option>1080p</select></label>
  <label>Sound <select name="audio"><option>no<option>yes</select></label>
  <label>Clips a month <input name="clips" type="number" min="1" value="${clips}"></label>
  <button>Estimate</button>
</form>
<table><caption>${escapeHtml(clip)}, prices of ${asOf}</caption><tr><th>Model<th>One clip<th>${clips} clips, at most
${cells.join('\n')}
</table>
<details><summary>${without.length} models cannot make it</summary><ul>${without.map((text) => `<li>${escapeHtml(text)}`).join('')}</ul></details>`;
}

const server = createServer((request, response) => {
  const fields = new URL(request.url, 'http://localhost').searchParams;
  response.setHeader('content-type', 'text/html; charset=utf-8');
  try {
    response.end(costPage(costs(fields, new Date().toISOString())));
  } catch (error) {
    response.statusCode = 400;
    response.end(escapeHtml(error.message));
  }
});

if (process.argv[2] === 'serve') server.listen(8080, () => console.log('http://localhost:8080'));
else {
  const { clip, clips, rows, without } = costs(new URLSearchParams('duration=8&clips=200'), '2026-10-09');
  console.log(`${clip}, ${clips} clips`);
  for (const { model, each, all } of rows.slice(0, 5))
    console.log(`${all.padStart(8)}  ${each.padStart(6)} each  ${model}`);
  console.log(`${without.length} models cannot make it.`);
}
