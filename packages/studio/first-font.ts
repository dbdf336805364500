import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import subsetFont from 'subset-font';

const styles = fileURLToPath(new URL('src/style/first-font.css', import.meta.url));
const folder = fileURLToPath(new URL('node_modules/.cache/', import.meta.url));

/**
 * Cuts the font to the letters that `first-font.css` names, and to the weights that the page is written in.
 *
 * @returns path of the cut font, for that file
 */
export async function cutFirstFont(): Promise<string> {
  const css = await readFile(styles, 'utf8');
  const whole = import.meta.resolve('@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2');
  const cut = await subsetFont(await readFile(fileURLToPath(whole)), lettersIn(css), {
    targetFormat: 'woff2',
    // Other features of it are forms of letters that nothing on the page asks for. Kerning is a quarter of its weight, and hard to see at these sizes.
    keepFeatures: ['ccmp', 'liga', 'mark', 'tnum'],
    variationAxes: { wght: { min: 400, max: 700, default: 400 } },
  });
  const path = `${folder}first-font.woff2`;
  // Two builds may run at once: neither reads half a file of the other.
  const making = `${path}.${process.pid}`;
  await mkdir(folder, { recursive: true });
  await writeFile(making, cut);
  await rename(making, path);
  return path;
}

function lettersIn(css: string): string {
  return [...css.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
    .flatMap(([, first, last = first]) => {
      const start = Number.parseInt(first!, 16);
      return Array.from({ length: Number.parseInt(last!, 16) - start + 1 }, (_, index) => start + index);
    })
    .map((code) => String.fromCodePoint(code))
    .join('');
}
