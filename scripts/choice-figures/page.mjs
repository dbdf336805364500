/** Three digits, and whole cents at least: $0.40, $1.08, $0.0851. */
const money = (usd) => {
  if (usd === null) return 'unknown';
  const rounded = Number(usd.toPrecision(3));
  return `$${String(rounded).split('.')[1]?.length > 2 ? rounded : rounded.toFixed(2)}`;
};
const short = (model) => (model === null ? 'none' : model.split('/')[1]);
const share = (value) => value.toFixed(2);

/** The page from the figures of two versions. */
export function pageOf(before, after) {
  const rows = after.picks.map((now, index) => ({ now, past: before.picks[index] }));
  const changed = rows.filter(({ now, past }) => now.pick !== past.pick).length;
  return [
    '# Picks and quotes, before and after',
    '',
    `<!-- Written by scripts/choice-figures.mjs against revision ${before.revision}; node scripts/choice-figures.mjs renews it. -->`,
    '',
    `The same forty briefs and the same list of models, asked of revision \`${before.revision}\` and of this one, on evidence of 2026-10-09.`,
    '',
    '## How wide quotes are',
    '',
    'Width is (high − low) ÷ expected, the mean over the models that can do the job and whose price is known; 0 is an exact price.',
    '',
    '| job | priced | exact before | exact now | width before | width now |',
    '|---|---|---|---|---|---|',
    ...after.quotes.rows.map((row, index) => quoteRow(row, before.quotes.rows[index])),
    quoteRow({ name: '**all**', ...after.quotes }, before.quotes),
    '',
    '## Forty briefs',
    '',
    `${changed} of ${rows.length} picks changed. Prices are the best guess for the clip that is priced; where the clip was left open, it is named.`,
    '',
    '| brief | before | now | why |',
    '|---|---|---|---|',
    ...rows.map(({ now, past }) => `| ${now.name} | ${pickCell(past)} | ${pickCell(now)} | ${whyOf(past, now)} |`),
    '',
    '## Public bills',
    '',
    `Every bill that was found in public, ${after.bills.length} of them, beside the price that is quoted for its job as of its day. ${insideOf(before)} lay inside the quote before, ${insideOf(after)} do now.`,
    'On its best guess a quote was off by the last columns. Sources are in `packages/core/test/fixtures/bills.json`.',
    '',
    '| model | job | day | billed | quoted before | quoted now | best guess before | best guess now |',
    '|---|---|---|---|---|---|---|---|',
    ...after.bills.map((bill, index) => billRow(bill, before.bills[index])),
    '',
  ].join('\n');
}

const isInside = ({ billed, usd: [low, , high] }) => billed >= low - 1e-9 && billed <= high + 1e-9;

function insideOf({ bills }) {
  return bills.filter(isInside).length;
}

function billRow({ model, jobs, asOf, billed, usd }, past) {
  const off = ([, expected]) =>
    Math.abs(expected / billed - 1) < 0.0005
      ? 'right'
      : `${expected > billed ? '+' : '−'}${Math.abs(Math.round(100 * (expected / billed - 1)))} %`;
  const cells = [
    short(model),
    jobs.map(jobText).join(' and '),
    asOf,
    `$${billed < 0.1 || billed * 100 !== Math.round(billed * 100) ? billed : billed.toFixed(2)}`,
    range(past),
    range({ usd }),
    off(past.usd),
    off(usd),
  ];
  return `| ${cells.join(' | ')} |`;
}

function jobText({ durationSeconds, resolution, size, aspectRatio, audio, firstFrame, lastFrame, references = [] }) {
  return [
    `${durationSeconds} s`,
    resolution ?? size,
    aspectRatio,
    audio === false ? 'silent' : undefined,
    firstFrame && (lastFrame ? 'both frames' : 'first frame'),
    ...references.map(({ kind }) => `reference ${kind}`),
  ]
    .filter(Boolean)
    .join(', ');
}

function quoteRow(now, past) {
  return `| ${now.name} | ${now.priced} | ${past.exact} | ${now.exact} | ${share(past.width)} | ${share(now.width)} |`;
}

function pickCell({ pick, models }) {
  if (pick === null) return 'no model fits';
  const { usd, clip } = models[pick];
  const settled = clip && clip.settled.length > 0 ? `, ${clipText(clip)}` : '';
  return `${short(pick)}, ${money(usd[1])}${settled}`;
}

function clipText({ durationSeconds, resolution }) {
  return [durationSeconds === null ? null : `${durationSeconds} s`, resolution].filter(Boolean).join(' ');
}

/** What moved between the two picks, from the numbers alone. */
function whyOf(past, now) {
  const [old, taken] = [past.pick, now.pick];
  if (old === taken) return old === null ? '' : sameModel(past.models[old], now.models[old]);
  if (taken === null) return `${short(old)}: ${refusal(now, old)}`;
  if (old === null) return `${short(taken)} fits now; before: ${refusal(past, taken)}`;
  if (!now.models[old]) return `${short(old)} does not fit: ${refusal(now, old)}`;
  if (!past.models[taken]) return `${short(taken)} fits now; before: ${refusal(past, taken)}`;
  return leadMoved(past, now, old, taken);
}

function sameModel(past, now) {
  const [before, after] = [past.usd[1], now.usd[1]];
  if (past.usd.join() === now.usd.join()) return 'same';
  return before === after
    ? `same; range ${range(past)}, now ${range(now)}`
    : `same; priced for the clip that is named, before ${range(past)}`;
}

function range({ usd: [low, , high] }) {
  return low === high ? money(low) : `${money(low)} to ${money(high)}`;
}

function refusal({ refused }, model) {
  return (refused[model] ?? ['not listed']).map((code) => `\`${code}\``).join(', ');
}

/** Which part of the lead of the new pick over the old one grew most. */
function leadMoved(past, now, old, taken) {
  const lead = (models, part) => models[taken][part] - models[old][part];
  const caution = (models) => models[taken].scoreLow - models[taken].score - models[old].scoreLow + models[old].score;
  const parts = [
    [
      'price',
      lead(now.models, 'cost') - lead(past.models, 'cost'),
      pair(past, now, old, taken, (m) => money(m.usd[1])),
    ],
    [
      'time',
      lead(now.models, 'speed') - lead(past.models, 'speed'),
      pair(past, now, old, taken, (m) => `${m.seconds} s`),
    ],
    [
      'quality',
      lead(now.models, 'quality') - lead(past.models, 'quality'),
      pair(past, now, old, taken, (m) => m.rating),
    ],
    ['caution', caution(now.models) - caution(past.models), 'the unsure part of the score counts differently'],
  ];
  const moved = parts.filter(([, by]) => by >= 0.005).sort((one, other) => other[1] - one[1]);
  return moved.map(([what, by, text]) => `${what} +${by.toFixed(3)} (${text})`).join('; ') || 'many small moves';
}

function pair(past, now, old, taken, read) {
  const move = (model) => {
    const [before, after] = [read(past.models[model]), read(now.models[model])];
    return before === after ? `${short(model)} ${after}` : `${short(model)} ${before} → ${after}`;
  };
  return `${move(old)}, ${move(taken)}`;
}
