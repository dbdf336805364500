// Prints how well the evidence predicts what it has not seen; docs/evidence.md shows this. Runs the built core: build first.
import { ratingsLeftOut, succession, timesLeftOut } from './calibration.mjs';

const twoDigits = (value) => (Math.round(value * 100) / 100 || 0).toFixed(2);

function table(unit, digits, summaries) {
  const shown = (value) => (digits === 0 ? String(Math.round(value) || 0) : twoDigits(value));
  const rows = [
    [unit, 'n', 'inside 80 %', 'bias', 'mean error', 'RMS'],
    ...summaries.map(({ name, n, inside, bias, error, rms }) => [
      name,
      String(n),
      twoDigits(inside),
      shown(bias),
      shown(error),
      shown(rms),
    ]),
  ];
  const widths = rows[0].map((_cell, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join('  '),
    )
    .join('\n');
}

const { pairs, fromMean, toMean, slope, standardDeviation } = succession;
console.log(table('times left out', 2, timesLeftOut));
console.log('');
console.log(table('ratings left out', 0, ratingsLeftOut));
console.log('');
console.log(
  `A new version against the one before it, ${pairs} pairs: ${toMean.toFixed(1)} + ${twoDigits(slope)} × (before − ${fromMean.toFixed(1)}), ` +
    `standard deviation ${Math.round(standardDeviation)}.`,
);
