/** A place in a body that stands for a file's content, read when the snippet runs. */
export class FileHole {
  /** Name of the snippet's variable, in camelCase. */
  readonly variable: string;
  /** File to read, relative. */
  readonly file: string;
  /** What comes before the base64 text: `data:image/png;base64,`. */
  readonly prefix: string;

  constructor(variable: string, file: string, prefix: string) {
    this.variable = variable;
    this.file = file;
    this.prefix = prefix;
  }
}

/** How a language writes JSON values. */
export interface LiteralStyle {
  readonly key: (name: string) => string;
  readonly text: (value: string) => string;
  readonly hole: (hole: FileHole) => string;
  readonly words: { readonly true: string; readonly false: string; readonly null: string };
  /** Whether a comma may follow the last entry. */
  readonly trailingComma: boolean;
}

/** Writes a JSON value over several lines, indented by two spaces, as a literal of the language. */
export function literal(value: unknown, style: LiteralStyle, indent = ''): string {
  if (value instanceof FileHole) return style.hole(value);
  if (value === null) return style.words.null;
  if (typeof value === 'boolean') return style.words[`${value}`];
  if (typeof value === 'string') return style.text(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  const entries = Array.isArray(value)
    ? value.map((item) => `${inner}${literal(item, style, inner)}`)
    : Object.entries(value)
        .filter((entry) => entry[1] !== undefined)
        .map(([key, item]) => `${inner}${style.key(key)}: ${literal(item, style, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  if (entries.length === 0) return `${open}${close}`;
  return `${open}\n${entries.join(',\n')}${style.trailingComma ? ',' : ''}\n${indent}${close}`;
}

/** JavaScript and TypeScript. */
export const javaScript: LiteralStyle = {
  // A plain or quoted `__proto__` in an object literal would set the prototype.
  key: (name) =>
    name === '__proto__' ? '["__proto__"]' : /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name),
  text: (value) => JSON.stringify(value),
  hole: (hole) => hole.variable,
  words: { true: 'true', false: 'false', null: 'null' },
  trailingComma: true,
};

/** Every escape that JSON writes means the same in a Python string. */
export const python: LiteralStyle = {
  key: (name) => JSON.stringify(name),
  text: (value) => JSON.stringify(value),
  hole: (hole) => snakeCase(hole.variable),
  words: { true: 'True', false: 'False', null: 'None' },
  trailingComma: true,
};

export const json: LiteralStyle = {
  key: (name) => JSON.stringify(name),
  text: (value) => JSON.stringify(value),
  hole: (hole) => JSON.stringify(hole.prefix),
  words: { true: 'true', false: 'false', null: 'null' },
  trailingComma: false,
};

/** `firstFrame` → `first_frame`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
