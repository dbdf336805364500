// How long the page takes from a slider's event to the new ranking in the document, with the 30 models of the catalogue against a frame of
// the screen and with 500 against those 30; and when the page is drawn on a slow line, against when its prompt can be written.
import { chromiumPath, noChromium } from '../tests/chromium.mjs';
import { withSources } from './_load-source.mjs';

const frameMs = 1000 / 60;

export default async function measure() {
  const name = 'slider to new ranking, 500 models / 30';
  if (!chromiumPath) return [{ name, skipped: noChromium }];
  return withSources(async (load) => {
    const { moveSlider } = await load('../tests/studio/slider.ts');
    const few = await moveSlider(30);
    const many = await moveSlider(500);
    const { firstVisit } = await load('../tests/studio/slow-line.ts');
    const { firstPaintMs, promptMs } = await firstVisit(400_000);
    const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
    return [
      {
        name: 'slider to new ranking, 30 models / a frame of 60 Hz',
        ratio: few.medianMs / frameMs,
        limit: 1,
        detail: `${few.medianMs.toFixed(1)} ms`,
      },
      {
        name,
        ratio: many.medianMs / few.medianMs,
        limit: 12,
        detail: `${few.medianMs.toFixed(1)} ms and ${many.medianMs.toFixed(1)} ms`,
      },
      {
        name: 'first contentful paint / prompt ready, 400 kbit/s',
        ratio: firstPaintMs / promptMs,
        limit: 0.5,
        detail: `${seconds(firstPaintMs)} and ${seconds(promptMs)}`,
      },
    ];
  });
}
