import { usualExtension, withRightExtension } from './right-extension.ts';
import { firstFree, isTaken, type NamedAttempt, type TargetOptions, wantedPlace } from './target.ts';

/** Where a clip will be saved, as far as it is known before it is bought. */
export type ExpectedPlace =
  /** A new file, with a name of our own. */
  | { readonly kind: 'folder'; readonly path: string }
  | {
      readonly kind: 'file';
      /** What only the job knows stands in braces: `{id}`. */
      readonly path: string;
      /** The file that was asked for. */
      readonly asked: string;
      /** A file that stays as it is, whose name the clip would have had. `null`: the name is free. */
      readonly taken: string | null;
      /** The clip takes the place of a file. */
      readonly replaces: boolean;
    };

/** The place that `chooseTarget` will choose, unless another file comes there first or the service delivers an unusual container. */
export function expectedPlace(attempt: Partial<NamedAttempt>, options: TargetOptions): ExpectedPlace {
  const { path: asked, isFolder } = wantedPlace(attempt, options);
  if (isFolder) return { kind: 'folder', path: asked };
  const target = options.overwrite ? asked : firstFree(asked);
  const named = withRightExtension(target, usualExtension);
  // Only the file that was named may be replaced.
  const mayReplace = options.overwrite && named === asked;
  const path = mayReplace ? named : firstFree(named);
  const taken = path !== named ? named : target === asked ? null : asked;
  return { kind: 'file', path, asked, taken, replaces: mayReplace && isTaken(asked) };
}
