import { type Ban, bans, type Layer, layers } from './layers.ts';
import { rehearsals } from './rehearsals.ts';

/** The layer table as the page that `docs/architecture.md` holds. */
export function architecturePage(): string {
  return `# Architecture

<!-- Written by tests/architecture from its layer table: change layers.ts, then npx vitest run tests/architecture -u -->

The folders are the steps that a request takes. A folder imports what stands above it in these tables, never what stands below; a
test reads every import and fails on another. Files that import each other in a ring when the program runs fail it too.

## @shotcaller/core: pure

${table(layers.filter(({ unit }) => unit.startsWith('core/')))}

## simulator, shotcaller, studio: effects and doors

${table(layers.filter(({ unit }) => !unit.startsWith('core/')))}

## What only some files may name

| what | only in | because |
|---|---|---|
${Object.values(bans).map(banRow).join('\n')}

## What a change touches

${rehearsals.map(({ change, files, what }) => `**${change}**: ${files.map((file) => `\`${file}\``).join(', ')}. ${what}`).join('\n\n')}
`;
}

function table(rows: readonly Layer[]): string {
  return `| folder | may import | because |\n|---|---|---|\n${rows.map(layerRow).join('\n')}`;
}

function layerRow({ unit, mayImport, mayImportTypes = [], reason }: Layer): string {
  const allowed = [...mayImport.map((name) => `\`${name}\``), ...mayImportTypes.map((name) => `types of \`${name}\``)];
  return `| \`${unit}\` | ${allowed.join(', ') || 'nothing of ours'} | ${reason} |`;
}

function banRow({ what, within, only, reason }: Ban): string {
  const places = only.map((place) => `\`${place}\``).join(', ');
  return `| ${what} | ${places || `nowhere in \`${within}\``} | ${reason} |`;
}
