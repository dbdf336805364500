import { forgetOldest } from '../../forget-oldest.ts';

/** What has ended, and how far it had changed when it was read. */
export interface ReadLines<Kept, Line> {
  readonly mark: string;
  readonly kept: Kept;
  readonly underWay: readonly Line[];
}

/**
 * What has been read of the kept lines, for as long as none of them changes: thousands of lines cost the driver of a database more than the
 * database, and most of them are of days that are over. Each read asks for a mark that changes with every line, in one statement with what
 * is under way, so that nothing is counted twice or missed between.
 */
export interface RememberedLines<Kept, Line> {
  /** @param name of what is asked: the same name, the same lines */
  read(
    name: string,
    parts: {
      readonly all: () => Promise<ReadLines<Kept, Line>>;
      readonly withoutKept: () => Promise<Omit<ReadLines<Kept, Line>, 'kept'>>;
    },
  ): Promise<Omit<ReadLines<Kept, Line>, 'mark'>>;
}

/** Questions whose lines are remembered at most: a page, a command and a few client keys. A thousand lines are some 300 kB. */
const mostRemembered = 8;

export function createRememberedLines<Kept, Line>(): RememberedLines<Kept, Line> {
  const remembered = new Map<string, { readonly mark: string; readonly kept: Kept }>();
  return {
    async read(name, { all, withoutKept }) {
      const known = remembered.get(name);
      if (known) {
        const { mark, underWay } = await withoutKept();
        if (mark === known.mark) return { kept: known.kept, underWay };
      }
      const { mark, kept, underWay } = await all();
      // The one that was asked for last stands last, and the first is forgotten.
      remembered.delete(name);
      remembered.set(name, { mark, kept });
      forgetOldest(remembered, mostRemembered);
      return { kept, underWay };
    },
  };
}
