import { type Ban, bans, choosingNames, type Layer, wireNames } from './layers.ts';
import type { SourceFile } from './source-file.ts';

/** One line: the file, what it does, and the reason why it should not. */
export type Violation = string;

/** Every import stays within what the layer of its file may import; files without a layer are violations too. */
export function layerViolations(sources: readonly SourceFile[], layers: readonly Layer[]): readonly Violation[] {
  return sources.flatMap(({ path, imports }) => {
    const layer = layerOf(path, layers);
    if (!layer) return [`${path}: has no entry in the layer table`];
    return imports.flatMap(({ target, typeOnly }) => {
      const other = layerOf(target, layers);
      const isDeep = /^@shotcaller\/core\/|^shotcaller\/dist|(^|\/)src\//.test(target);
      if (isDeep) return [`${path}: imports ${target}: only the public index of a package may be imported`];
      if (!other || other.unit === layer.unit) return [];
      const isNamed = (units: readonly string[]) =>
        units.some((unit) => target === unit || target.startsWith(`${unit}/`));
      const isAbove = layers.indexOf(other) < layers.indexOf(layer);
      return (isNamed(layer.mayImport) && isAbove) || (typeOnly && isNamed(layer.mayImportTypes ?? []))
        ? []
        : [`${path}: imports ${target}: ${layer.reason}`];
    });
  });
}

/** Files that import each other in a ring when the program runs. */
export function cycles(sources: readonly SourceFile[]): readonly Violation[] {
  const importsOf = new Map(
    sources.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target)]),
  );
  const done = new Set<string>();
  const found: Violation[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${[...trail.slice(start), path].join(' → ')}: a ring of imports`);
    if (start >= 0 || done.has(path)) return;
    for (const target of importsOf.get(path) ?? []) if (importsOf.has(target)) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of importsOf.keys()) visit(path, []);
  return found;
}

/** Core names nothing of the clock, chance, the network, Node or the DOM, and takes only pure packages. */
export function impurities(sources: readonly SourceFile[]): readonly Violation[] {
  return banned(sources, bans.impure, ({ globals, imports }) => [
    ...globals.filter((name) => impureGlobals.has(rootOf(name)) || name === 'Math.random'),
    ...imports.map(({ target }) => target).filter((target) => !target.startsWith('core/') && target !== 'big.js'),
  ]);
}

export function wireNamesOutside(sources: readonly SourceFile[]): readonly Violation[] {
  return banned(sources, bans.wireName, ({ words }) => [...words].filter((word) => wireNames.has(word)));
}

export function environmentReads(sources: readonly SourceFile[]): readonly Violation[] {
  return banned(sources, bans.environment, ({ globals, imports }) => [
    ...globals.filter((name) => name === 'process.env' || name === 'process.argv' || name === 'process'),
    ...imports.map(({ target }) => target).filter((target) => /^(node:)?process$/.test(target)),
  ]);
}

export function clockReads(sources: readonly SourceFile[]): readonly Violation[] {
  return banned(sources, bans.clock, ({ globals }) =>
    globals.filter((name) => name === 'Date.now' || name === 'new Date()'),
  );
}

/** A door asks the choice layer; it does not choose. */
export function choosingOutside(sources: readonly SourceFile[]): readonly Violation[] {
  return banned(sources, bans.choosing, ({ imports }) =>
    imports
      .filter(({ target }) => target === 'core/index.ts')
      .flatMap(({ names }) => names.filter((name) => choosingNames.has(name))),
  );
}

function banned(
  sources: readonly SourceFile[],
  { within, only, reason }: Ban,
  find: (source: SourceFile) => readonly string[],
): readonly Violation[] {
  return sources
    .filter(({ path }) => path.startsWith(within) && !only.some((place) => path.startsWith(place)))
    .flatMap((source) => find(source).map((name) => `${source.path}: names ${name}: ${reason}`));
}

const impureGlobals: ReadonlySet<string> = new Set([
  'Date',
  'process',
  'globalThis',
  'global',
  'window',
  'document',
  'navigator',
  'fetch',
  'crypto',
  'performance',
  'Buffer',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'console',
  'require',
  'Intl',
]);

/** `Date` of `Date.now`, `new Date()` and `Date`. */
function rootOf(name: string): string {
  return name.replace(/^new /, '').replace(/[.(].*$/, '');
}

function layerOf(path: string, layers: readonly Layer[]): Layer | undefined {
  return layers
    .filter(({ unit }) => path === unit || path.startsWith(`${unit}/`))
    .reduce<Layer | undefined>(
      (best, layer) => (best && best.unit.length >= layer.unit.length ? best : layer),
      undefined,
    );
}
