import { isRange, type RequirementsInput, rangeText } from '@shotcaller/core';
import { type Choice, requirementsOf } from '../brief/choice.ts';
import { choiceOf } from '../brief/choice-link.ts';
import { addressIn, readReference } from '../brief/picture.ts';
import { referencesIn } from '../brief/resolve-inputs.ts';
import type { Shot } from '../shots/shot.ts';
import type { Project } from './project.ts';
import { shotNames } from './shot-names.ts';

type Column = readonly [name: string, cell: (requirements: RequirementsInput, choice: Choice, shot?: Shot) => unknown];

/** The columns of a shot list, as `shotcaller batch` reads them. */
const columns: readonly Column[] = [
  ['prompt', ({ prompt }) => prompt],
  ['duration', ({ durationSeconds }) => rangeOrValue(durationSeconds)],
  ['resolution', ({ resolution }) => rangeOrValue(resolution)],
  ['aspect', ({ aspectRatio }) => aspectRatio],
  ['size', ({ size }) => size],
  ['audio', ({ audio }) => (audio === true ? 'yes' : audio === false ? 'no' : audio)],
  ['first_frame', ({ firstFrame }) => addressOf(firstFrame)],
  ['last_frame', ({ lastFrame }) => addressOf(lastFrame)],
  ['reference', (requirements) => referencesIn(requirements).map(entryOf).join(';')],
  ['model', (_requirements, _choice, shot) => (modelsOf(shot).length === 1 ? modelsOf(shot)[0] : undefined)],
  ['seed', ({ seed }) => seed],
  ['takes', (_requirements, _choice, shot) => shot?.plan?.takes ?? shot?.takes.length],
  ['profile', (_requirements, { profile }) => (profile === 'balanced' ? undefined : profile)],
  ['max_usd', ({ maxUsd }) => maxUsd],
  ['max_seconds', ({ maxSeconds }) => maxSeconds],
  ['min_quality', ({ minQuality }) => minQuality],
  ['provider', ({ providers }) => namesOf(providers).allow.join(';')],
  [
    'only',
    ({ models }, _choice, shot) => (modelsOf(shot).length > 1 ? modelsOf(shot) : namesOf(models).allow).join(';'),
  ],
  ['exclude', ({ providers, models }) => [...namesOf(providers).deny, ...namesOf(models).deny].join(';')],
  ['task', ({ task }) => (task === 'generate' ? undefined : task)],
  ['previous_job', ({ previousJobId }) => previousJobId],
];

/** The shots of a project as CSV: what they share in the row of defaults, and each as it is described. Pictures go by their names. */
export function shotListOf(project: Project, shots: readonly Shot[]): string {
  const names = shotNames(shots);
  const look = choiceOf('');
  const rows = [
    [
      'defaults',
      ...columns.map(([, cell]) =>
        cell(project.look as RequirementsInput, { ...look, profile: project.profile ?? 'balanced' }),
      ),
    ],
    ...shots.map((shot) => {
      const choice = choiceOf(shot.query);
      return [names.get(shot.id), ...columns.map(([, cell]) => cell(requirementsOf(choice), choice, shot))];
    }),
  ];
  const used = columns.map((_column, index) => rows.some((row) => text(row[index + 1]) !== ''));
  const kept = (row: readonly unknown[]) => row.filter((_cell, index) => index === 0 || used[index - 1]);
  const all = [['id', ...columns.map(([name]) => name)], ...rows].map(kept);
  return `${all.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function modelsOf(shot: Shot | undefined): readonly string[] {
  return shot?.plan ? (shot.plan.models ?? []) : [...new Set(shot?.takes.map(({ model }) => model))];
}

function rangeOrValue(value: unknown): unknown {
  return isRange(value as Parameters<typeof isRange>[0]) ? rangeText(value as Parameters<typeof rangeText>[0]) : value;
}

function addressOf(value: unknown): unknown {
  const url = addressIn(value);
  return typeof url === 'string' ? (readReference(url)?.name ?? url) : undefined;
}

/** In a cell of several, a semicolon ends the entry. */
function entryOf(value: unknown): string {
  return String(addressOf(value) ?? '').replaceAll(';', '%3B');
}

function namesOf(value: RequirementsInput['providers']): {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
} {
  if (value == null) return { allow: [], deny: [] };
  if (typeof value === 'string' || Array.isArray(value)) return { allow: [value].flat(), deny: [] };
  const { allow = [], deny = [] } = value as {
    readonly allow?: string | readonly string[];
    readonly deny?: string | readonly string[];
  };
  return { allow: [allow].flat(), deny: [deny].flat() };
}

function text(cell: unknown): string {
  return cell === null || cell === undefined ? '' : String(cell);
}

function quoted(cell: unknown): string {
  const written = text(cell);
  return /[",;\t|\r\n]|^\s|\s$/.test(written) ? `"${written.replaceAll('"', '""')}"` : written;
}
