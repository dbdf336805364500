import { dirname, relative, sep } from 'node:path';
import { counted, dollars } from '@shotcaller/core';
import { escapeHtml } from '../../escape-html.ts';
import { isStoreAddress } from '../../files/stores/store-address.ts';
import { picoFromUsd, usdFromPico } from '../../jobs/money/pico.ts';
import type { Manifest, ManifestClip } from './manifest.ts';

export interface ContactSheetOptions {
  /** Where the page is written; clips are named relative to it. */
  readonly path: string;
  /** The page loads itself again so often; absent: never. Seconds. */
  readonly reloadSeconds?: number;
}

/** One HTML file that shows every clip of a batch. It needs no server and no network: posters are frames of the clips themselves. */
export function contactSheet(manifest: Manifest, { path, reloadSeconds }: ContactSheetOptions): string {
  const { name, clips, writtenAt } = manifest;
  const done = clips.filter(({ state }) => state === 'done').length;
  const billedPico = clips.reduce((sum, { billedUsd }) => sum + picoFromUsd(billedUsd ?? '0'), 0n);
  const facts = [
    `${done} of ${counted(clips.length, 'clip')}`,
    `billed ${dollars(usdFromPico(billedPico))}`,
    writtenAt.slice(0, 16).replace('T', ' '),
  ];
  const reload = reloadSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${reloadSeconds}">\n`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
${reload}<title>${escaped(name)}: contact sheet</title>
<style>${style}</style>
<header><h1>${escaped(name)}</h1><p>${facts.map(escaped).join(' · ')} UTC</p></header>
<main>
${clips.map((clip) => figure(clip, path)).join('\n')}
</main>
</html>
`;
}

function figure(clip: ManifestClip, page: string): string {
  const { shot, take, state, prompt, note, model, billedUsd, durationSeconds, width, height, differences } = clip;
  const title = take === 1 ? shot : `${shot}, take ${take}`;
  const facts = [
    model ?? 'no model',
    durationSeconds === null ? null : `${durationSeconds.toFixed(1)} s`,
    width === null || height === null ? null : `${width}×${height}`,
    billedUsd === null ? null : dollars(billedUsd),
  ].filter((fact) => fact !== null);
  const problems = [...differences, ...(clip.problem === null ? [] : [clip.problem])];
  const shape = width && height ? ` style="aspect-ratio: ${width} / ${height}"` : '';
  const picture =
    clip.file === null
      ? `<div class="none">${escaped(state.replaceAll('_', ' '))}</div>`
      : `<video controls loop muted playsinline preload="metadata"${shape} src="${escaped(address(clip.file, page))}#t=0.5"></video>`;
  return `<figure class="${state}" id="${escaped(title.replace(', take ', '-take-').replaceAll(' ', '-'))}">
${picture}
<figcaption><h2>${escaped(title)}</h2>
<p class="facts">${facts.map(escaped).join(' · ')}</p>
${prompt === null ? '' : `<p dir="auto">${escaped(prompt)}</p>`}${note === null ? '' : `<p class="note" dir="auto">${escaped(note)}</p>`}${problems.map((problem) => `<p class="problem">${escaped(problem)}</p>`).join('')}
</figcaption></figure>`;
}

/** A path as an address relative to the page; every name is encoded, so that no name can leave the attribute or the folder. */
function address(file: string, page: string): string {
  // In a store, which no page of the disk can show.
  if (isStoreAddress(file)) return encodeURI(file);
  return relative(dirname(page), file).split(sep).map(encodeURIComponent).join('/');
}

/** A text that somebody wrote, as text: characters that turn the direction of writing or that nobody sees are left out. */
function escaped(text: string): string {
  return escapeHtml(
    text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, (character) => (character === '\n' ? '\n' : '')),
  );
}

const style = `
:root { color-scheme: light dark; --ground: #f6f6f4; --card: #fff; --text: #1c1c1a; --soft: #5f5f5a; --line: #dcdcd6; --bad: #a02b1f; }
@media (prefers-color-scheme: dark) { :root { --ground: #161615; --card: #212120; --text: #ededea; --soft: #a5a5a0; --line: #3a3a37; --bad: #ff9d8f; } }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; padding: 1.5rem; }
header { margin-bottom: 1.25rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1rem; overflow-wrap: anywhere; }
header p, .facts { color: var(--soft); font-size: .87rem; }
main { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); align-items: start; }
figure { background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow: hidden; break-inside: avoid; }
video, .none { display: block; width: 100%; max-height: 26rem; background: #000; object-fit: contain; }
.none { background: var(--ground); color: var(--soft); aspect-ratio: 16 / 9; display: grid; place-items: center; text-transform: capitalize; }
figcaption { padding: .7rem .9rem .9rem; display: grid; gap: .3rem; }
figcaption p { overflow-wrap: anywhere; white-space: pre-line; }
.note { font-style: italic; } .problem { color: var(--bad); }
@media print { :root { color-scheme: light; --ground: #fff; --card: #fff; --text: #000; --soft: #444; --line: #999; --bad: #8a1f14; } body { padding: 0; } main { grid-template-columns: repeat(3, 1fr); gap: .6rem; } }
`.replaceAll('\n', ' ');
