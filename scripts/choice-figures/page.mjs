const money = (usd) => (usd === null ? 'unknown' : `$${Number(usd.toPrecision(3))}`);
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
  ].join('\n');
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
