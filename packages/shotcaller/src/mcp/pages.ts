/** Largest clip that the player asks for; a larger one is named by its path. */
const mostPlayedBytes = 8 * 2 ** 20;

/** Media type of a page that hosts show beside an answer (MCP Apps). */
export const pageType = 'text/html;profile=mcp-app';

/** How a page talks to its host: JSON-RPC over postMessage. It shows texts as texts, and loads nothing. */
const hostScript = `
const asked = new Map();
let last = 0;
const send = (message) => parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
const ask = (method, params) => new Promise((resolve, reject) => {
  last += 1;
  asked.set(last, { resolve, reject });
  send({ id: last, method, params });
});
addEventListener('message', ({ source, data }) => {
  if (source !== parent || !data || data.jsonrpc !== '2.0') return;
  if (data.method === 'ui/notifications/tool-result') return show(data.params.structuredContent);
  if (data.method === 'ui/resource-teardown') return send({ id: data.id, result: {} });
  const waiting = asked.get(data.id);
  if (!waiting || data.method) return;
  asked.delete(data.id);
  if (data.error) waiting.reject(new Error(data.error.message));
  else waiting.resolve(data.result);
});
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text ?? '' });
const tellSize = () => send({ method: 'ui/notifications/size-changed', params: { height: document.documentElement.scrollHeight } });
new ResizeObserver(tellSize).observe(document.documentElement);
ask('ui/initialize', {
  protocolVersion: '2026-01-26',
  appInfo: { name: 'shotcaller', version: '1' },
  appCapabilities: {},
}).then(() => send({ method: 'ui/notifications/initialized' }));
`;

const style = `
:root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }
body { margin: 12px; }
video { max-width: 100%; max-height: 420px; display: block; border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 4px 12px 4px 0; vertical-align: top; }
button { font: inherit; padding: 2px 10px; }
.quiet { opacity: 0.7; }
`;

/** Shows a job while it is made, then its clip, its bill and what differs from the order. It buys nothing. */
export function playerPage(): string {
  return page(
    'Clip',
    `
const dollars = (usd) => (usd === null ? 'not known' : '$' + usd);
let watching = '';
async function show(job) {
  if (!job || !('status' in job)) return;
  const lines = [element('p', (job.model ?? '') + ' · ' + job.status.replaceAll('_', ' '))];
  lines.push(element('p', 'Up to ' + dollars(job.quotedHighUsd) + (job.billedUsd === null ? '' : ', billed ' + dollars(job.billedUsd)) + (job.simulated ? ' (simulated)' : '')));
  if (job.reason) lines.push(element('p', job.reason.sentence));
  for (const warning of job.warnings) lines.push(element('p', warning));
  const [file] = job.files;
  if (file && file.path) lines.push(Object.assign(element('p', file.path), { className: 'quiet' }));
  document.body.replaceChildren(...lines);
  if (file && file.bytes <= ${mostPlayedBytes}) await play(file);
  else if (job.status === 'running' && job.jobId && watching !== job.jobId) await watch(job.jobId);
}
async function play({ resource }) {
  const { contents } = await ask('resources/read', { uri: resource });
  const [content] = contents;
  if (!content || !content.blob) return;
  const video = Object.assign(element('video'), { controls: true, src: 'data:' + content.mimeType + ';base64,' + content.blob });
  document.body.prepend(video);
}
async function watch(jobId) {
  watching = jobId;
  for (;;) {
    const { structuredContent: job } = await ask('tools/call', { name: 'get_job', arguments: { jobId, waitSeconds: 20 } });
    await show(job);
    if (!job || job.status !== 'running') return;
  }
}`,
  );
}

/** Shows the ranked models. Taking one tells the agent so; it quotes and buys nothing. */
export function pickerPage(): string {
  return page(
    'Models',
    `
const figure = (value, unit) => (value === null || value === undefined ? 'not known' : unit(value));
function show(selection) {
  if (!selection || !('ranked' in selection)) return;
  const table = element('table');
  const head = element('tr');
  head.append(...['Model', 'Price', 'Time', 'Quality (human votes)', ''].map((text) => element('th', text)));
  table.append(head, ...selection.ranked.map(rowOf));
  const rejected = Object.assign(element('p', selection.rejected.length + ' models do not fit.'), { className: 'quiet' });
  document.body.replaceChildren(table, ...selection.advice.map((text) => element('p', text)), rejected);
}
function rowOf({ model, price, seconds, quality }) {
  const row = element('tr');
  const take = element('button', 'Take it');
  take.addEventListener('click', () => ask('ui/message', { role: 'user', content: [{ type: 'text', text: 'Take ' + model + ', and quote it.' }] }));
  row.append(
    element('td', model),
    element('td', figure(price.highUsd, (usd) => 'up to $' + usd)),
    element('td', 'about ' + Math.round(seconds.p50) + ' s'),
    element('td', String(Math.round(quality.rating))),
  );
  const cell = element('td');
  cell.append(take);
  row.append(cell);
  return row;
}`,
  );
}

function page(title: string, script: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head><body><p class="quiet">Waiting for the answer…</p><script>${script}${hostScript}</script></body></html>`;
}
