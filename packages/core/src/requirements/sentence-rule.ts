/** What a phrase says. `keep`: it also describes the content and stays in the prompt. */
export type Meaning =
  | { readonly field: string; readonly value: unknown; readonly keep?: boolean }
  | { readonly notUnderstood: true; readonly keep?: boolean; readonly text?: string };

/** A phrase that was found, with its place in the text. */
export interface FoundPhrase {
  readonly start: number;
  readonly end: number;
  readonly meaning: Meaning;
}

/** A phrase that sets something. */
export interface SentenceRule {
  readonly pattern: RegExp;
  /** `undefined`: after all it says nothing. */
  readonly read: (match: RegExpExecArray) => Meaning | readonly Meaning[] | undefined;
}

/** A word that sets something only where options stand; elsewhere it describes the content ("a fast car", "a portrait of a woman"). */
export interface WeakRule extends SentenceRule {
  /**
   * `close`: it may also stand right before another setting that begins a clause ("silent 5s a fox"). `loose`: so may it, and other words
   * may stand between it and the word for clip ("vertical product shot").
   */
  readonly reach: 'strict' | 'close' | 'loose';
}

/** "must not", "don't", "cannot", "never", as the source of a regular expression without groups. */
export const refusing = "(?:(?:must|should|may|can|would|will|do(?:es)?)(?: not|n['\u2019]?t)|cannot|never)";

/** What a rule answers with. */
export const notUnderstood = { notUnderstood: true } as const;
/** It is told, and leaves the prompt. */
export const toldOnly = () => notUnderstood;
/** It is told, and may be content: it stays in the prompt. */
export const inDoubt = () => ({ notUnderstood: true, keep: true }) as const;
export const says = (field: string, value: unknown) => () => ({ field, value });
/** A pattern as it stands between the marks, with the strings in it put in their places. */
export const anyCase = (strings: TemplateStringsArray, ...parts: readonly string[]) =>
  new RegExp(String.raw(strings, ...parts), 'gi');

/** The beginning of a clause, before what is matched. */
export const clauseOpening = '(?<=(?:^|[,;.!?|\\n]) ?)';
/** The end of a clause; the comma of "0,5" and the point of "0.5" are none. */
export const clauseEnd = '(?=\\s*(?:$|[,.](?!\\d)|[;!?|)\\n]|:\\s))';
/** A shape in a word. */
export const orientation = '(?:portrait|vertical|landscape|horizontal|wide[- ]?screen|square)';
/** What has a resolution of its own: "a 4K monitor". */
export const thing =
  '[ -](?:monitor|screen|desktop|crt|tv|television|display|(?:web)?cam|projector|panel|laptop|t-?shirt|poster|sign|gaming|style|look|aesthetic|texture)';
/** What makes a number a limit. */
export const limit =
  "(?:at most|at the most|not a (?:cent|penny|dime|second) (?:over|more than|above)|(?:a )?max(?:imum\\b|\\.|\\b)(?: of)?|up to|(?:no|not|never|nothing|n[o\u2019']t) (?:(?:more|longer|higher)(?: than)?|over|above|exceed(?:ing)?)|(?:less|shorter|lower|cheaper) than|under|below|within|[<\u2264]=?)";
