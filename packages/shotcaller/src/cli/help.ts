import type { Command } from './command.ts';
import type { Flag } from './flags.ts';

/** What `shotcaller COMMAND --help` prints. */
export function commandHelp({ name, takes = '', says, flags, examples }: Command, columns: number): string {
  const width = Math.max(...flags.map((flag) => heading(flag).length));
  return [
    `shotcaller ${name} ${takes}`.trimEnd(),
    '',
    `  ${says}`,
    '',
    'Flags:',
    ...flags.map((flag) =>
      entry(heading(flag), `${flag.says}${flag.repeatable ? ' (repeatable)' : ''}`, width, columns),
    ),
    '',
    examples.length > 1 ? 'Examples:' : 'Example:',
    ...examples.map((example) => typedIn(columns, example)),
    '',
  ].join('\n');
}

/** A command as it is typed: where it is longer than the terminal is wide, its lines end as a shell continues them, so that it can be copied. */
function typedIn(columns: number, example: string): string {
  const lines = [''];
  for (const word of example.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + word.length + 5 > columns) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return `  ${lines.join(' \\\n  ')}`;
}

/** A name with what it does beside it, or below it where the terminal is too narrow for both. */
function entry(name: string, says: string, width: number, columns: number): string {
  return width > columns / 2 ? `  ${name}\n      ${says}` : `  ${name.padEnd(width)}  ${says}`;
}

function heading({ name, short, value }: Flag): string {
  const written = short === undefined ? `--${name}` : `-${short}, --${name}`;
  return value === undefined ? written : `${written} ${value}`;
}
