import type { Json } from './client-calls.ts';

/** A JSON Schema and the document that its references lead into. */
export interface SchemaIn {
  readonly schema: Json;
  readonly document: Json;
}

const annotations = new Set(['$comment', 'title', 'description', 'example', 'examples', 'format', 'default']);
const understood = new Set([
  ...['$ref', 'allOf', 'oneOf', 'anyOf', 'type', 'enum', 'const', 'required', 'properties', 'additionalProperties'],
  ...['items', 'pattern', 'minLength', 'minimum', 'maximum'],
]);

/**
 * Where the narrow schema admits a value that the wide one refuses: nothing listed proves that there is none. Errs on the safe
 * side: it may list a place that is fine, and throws at a keyword that it does not understand.
 */
export function escapes(narrow: SchemaIn, wide: SchemaIn, at = ''): readonly string[] {
  const [n, w] = [resolved(narrow), resolved(wide)];
  const inside = (schema: Json, wideSchema: Json, where = at) =>
    escapes({ ...narrow, schema }, { ...wide, schema: wideSchema }, where);
  if (w === true || n === false) return [];
  if (w === false) return [`${at} is forbidden`];
  if (w.allOf) return [w, ...w.allOf].flatMap((part) => inside(n, part === w ? { ...w, allOf: undefined } : part));
  if (w.oneOf || w.anyOf) throw new Error(`${at}: alternatives on the wide side are not understood`);
  if (n === true) return isOpen(w) ? [] : [`${at} may be anything`];
  // Each part alone admits more than all of them together: one that is contained is enough.
  if (n.allOf) {
    const parts = [{ ...n, allOf: undefined }, ...n.allOf].map((part: Json) => inside(part, w));
    return parts.some((list) => list.length === 0) ? [] : (parts.find((list) => list.length > 0) ?? []);
  }
  const branches = n.oneOf ?? n.anyOf;
  if (branches) return branches.flatMap((branch: Json, index: number) => inside(branch, w, `${at}|${index}`));

  const values = valuesOf(n);
  if (values)
    return values.filter((value) => !admits(w, value)).map((value) => `${at} may be ${JSON.stringify(value)}`);
  return [
    ...typeEscapes(n, w, at),
    ...(w.enum || 'const' in w ? [`${at} has no fixed values`] : []),
    ...['pattern', 'minLength', 'minimum', 'maximum']
      .filter((key) => w[key] !== undefined && n[key] !== w[key])
      .map((key) => `${at} ${key}`),
    ...(may(n, 'object') ? objectEscapes(n, w, at, inside) : []),
    ...(may(n, 'array') && w.items ? inside(n.items ?? true, w.items, `${at}[]`) : []),
  ];
}

type Inside = (schema: Json, wideSchema: Json, where: string) => readonly string[];

function objectEscapes(n: Json, w: Json, at: string, inside: Inside): readonly string[] {
  const others = n.additionalProperties ?? true;
  const missing = (w.required ?? []).filter((name: string) => !(n.required ?? []).includes(name));
  const known = Object.entries(w.properties ?? {}).flatMap(([name, schema]) =>
    inside(n.properties?.[name] ?? others, schema, `${at}.${name}`),
  );
  const unknown = Object.entries(n.properties ?? {})
    .filter(([name]) => w.properties?.[name] === undefined)
    .flatMap(([name, schema]) => inside(schema, w.additionalProperties ?? true, `${at}.${name}`));
  return [
    ...missing.map((name: string) => `${at}.${name} may be missing`),
    ...known,
    ...unknown,
    ...inside(others, w.additionalProperties ?? true, `${at}.*`),
  ];
}

function typeEscapes(n: Json, w: Json, at: string): readonly string[] {
  if (w.type === undefined) return [];
  if (n.type === undefined) return [`${at} has no type`];
  return typesOf(n)
    .filter((type) => !typesOf(w).includes(type) && !(type === 'integer' && typesOf(w).includes('number')))
    .map((type) => `${at} may be of type ${type}`);
}

/** Follows references, and refuses to judge by halves. */
function resolved({ schema, document }: SchemaIn): Json {
  if (typeof schema === 'boolean') return schema;
  for (const keyword of Object.keys(schema)) {
    if (annotations.has(keyword) || keyword.startsWith('x-') || understood.has(keyword)) continue;
    throw new Error(`The keyword ${keyword} is not understood`);
  }
  if (schema.$ref === undefined) return schema;
  if (!isOpen({ ...schema, $ref: undefined })) throw new Error(`Keywords beside ${schema.$ref} are not understood`);
  const path = schema.$ref.replace(/^#\//, '').split('/');
  return resolved({ schema: path.reduce((part: Json, name: string) => part[name], document), document });
}

function isOpen(schema: Json): boolean {
  return Object.entries(schema).every(
    ([keyword, value]) => value === undefined || annotations.has(keyword) || keyword.startsWith('x-'),
  );
}

function valuesOf(schema: Json): readonly unknown[] | undefined {
  return 'const' in schema ? [schema.const] : schema.enum;
}

function admits(wide: Json, value: unknown): boolean {
  const type = value === null ? 'null' : typeof value;
  const types = typesOf(wide);
  const isTyped =
    wide.type === undefined || types.includes(type) || (Number.isInteger(value) && types.includes('integer'));
  return isTyped && (valuesOf(wide)?.includes(value) ?? true);
}

function typesOf({ type }: Json): readonly string[] {
  return Array.isArray(type) ? type : type === undefined ? [] : [type];
}

function may(schema: Json, type: string): boolean {
  return schema.type === undefined || typesOf(schema).includes(type);
}
