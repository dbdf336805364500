// Counts how far readings of sentences say what their labels say, field by field: for the reader by rules and for chat models alike.

export const fields = [
  'durationSeconds',
  'resolution',
  'aspectRatio',
  'audio',
  'maxUsd',
  'maxSeconds',
  'models',
  'profile',
];
const classes = { fullhd: '1080p', fhd: '1080p', '1080p': '1080p', '2k': '2K', uhd: '4K', '4k': '4K' };

/** What is `read` and what is `said`, and how often both are the same: by field, and how many prompts were altered. */
export function noCounts() {
  return { counts: Object.fromEntries(fields.map((field) => [field, { right: 0, read: 0, said: 0 }])), altered: 0 };
}

/** Adds one sentence. `reading` has requirements, profile and prompt. */
export function countReading(sums, { text, expected }, { requirements, profile, prompt }) {
  if (prompt !== undefined && !text.includes(prompt)) sums.altered += 1;
  for (const field of fields) {
    const value = plain(field, { ...requirements, profile }[field]);
    const meant = plain(field, expected[field]);
    const count = sums.counts[field];
    if (value !== undefined) count.read += 1;
    if (meant !== undefined) count.said += 1;
    if (value !== undefined && value === meant) count.right += 1;
  }
}

function plain(field, value) {
  if (value === undefined || value === null) return undefined;
  if (field === 'maxUsd') return Number(value);
  if (field === 'models' && typeof value !== 'string') return value.allow?.join(' ');
  if (field === 'resolution' && typeof value === 'string')
    return classes[value.toLowerCase().replace(' ', '')] ?? value;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

/** A share of two digits, for a column. */
export const share = (part, whole) => (whole === 0 ? '-' : (part / whole).toFixed(2)).padStart(8);

/** Precision and recall of a field. */
export const precisionAndRecall = ({ right, read, said }) => share(right, read) + share(right, said);

/** Fields that some column has anything of. */
export const fieldsIn = (columns) =>
  fields.filter((field) => columns.some(({ counts }) => counts[field].read + counts[field].said > 0));
