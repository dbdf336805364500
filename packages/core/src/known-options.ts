import { isRecord } from './requirements/field.ts';
import { nearestWord } from './requirements/nearest.ts';

/** The names of all options of a call, `true` each; of an option that is an object itself, the names in it. */
export type KnownOptions = { readonly [Name in string]: true | KnownOptions };

/** A name that is no option of the call. */
export interface UnknownOption {
  /** As it was written; `weights.qualty` where it stands within another option. */
  readonly option: string;
  /** The names that may stand there. */
  readonly allowed: readonly string[];
  /** What it most likely meant; `null`: nothing is near. */
  readonly nearest: string | null;
}

/** Options that a call does not have. They would count as not given, and a limit as none. Holds every one. The caller mends the input. */
export class OptionsError extends TypeError {
  override readonly name = 'OptionsError';
  readonly code = 'option_unknown';

  constructor(
    /** The call that was made, `run`. */
    readonly call: string,
    /** Empty: what was given is no object. */
    readonly unknown: readonly UnknownOption[],
    what: string = unknown.map((option) => unknownOptionText(call, option)).join(' '),
  ) {
    super(`${what} Nothing was bought.`);
  }
}

function unknownOptionText(call: string, { option, allowed, nearest }: UnknownOption): string {
  return `${option} is not an option of ${call}. ${nearest === null ? `Its options are ${allowed.join(', ')}.` : `Did you mean ${nearest}?`}`;
}

/**
 * Refuses options that a call does not have. One that is `undefined` is not given, whatever its name.
 *
 * @param call as it is written, `run`
 * @param meantBy what a name is known to stand for that is not near in spelling; it is given without capitals, `_` and `-`
 * @throws OptionsError that names every unknown option and what is near it
 */
export function checkOptions(
  call: string,
  given: unknown,
  known: KnownOptions,
  meantBy: (plainName: string) => string | undefined = () => undefined,
): void {
  if (given === undefined) return;
  if (!isRecord(given)) {
    const what = given === null ? 'null' : Array.isArray(given) ? 'a list' : `a ${typeof given}`;
    throw new OptionsError(call, [], `The options of ${call} must be an object; ${what} was given.`);
  }
  const unknown = unknownOptions(given, known, '', meantBy);
  if (unknown.length > 0) throw new OptionsError(call, unknown);
}

const none: readonly UnknownOption[] = [];

/** Nearly always there are none, and then nothing is made. */
function unknownOptions(
  given: Readonly<Record<string, unknown>>,
  known: KnownOptions,
  path: string,
  meantBy: (plainName: string) => string | undefined,
): readonly UnknownOption[] {
  let found = none;
  for (const written of Object.keys(given)) {
    const value = given[written];
    if (value === undefined) continue;
    const inner = Object.hasOwn(known, written) ? known[written] : undefined;
    if (inner === undefined) {
      const name = written.slice(0, 60);
      const allowed = Object.keys(known);
      const near = nearestWord(name, allowed);
      const nearest = meantBy(name.toLowerCase().replace(/[\s_-]/g, '')) ?? (near === null ? null : path + near);
      found = [...found, { option: path + name, allowed: allowed.map((other) => path + other), nearest }];
    } else if (inner !== true && isRecord(value)) {
      found = [...found, ...unknownOptions(value, inner, `${path}${written}.`, meantBy)];
    }
  }
  return found;
}
