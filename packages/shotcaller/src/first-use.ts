/**
 * Makes something at its first use and hands out the same afterwards, also to those who ask meanwhile. What could not be made is forgotten:
 * whatever was missing may be there at the next use.
 */
export function atFirstUse<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let making: Promise<Made> | undefined;
  return () => {
    if (making) return making;
    const mine = make();
    making = mine;
    mine.catch(() => {
      if (making === mine) making = undefined;
    });
    return mine;
  };
}

/** What `atFirstUse` makes, with its end. */
export interface OpenedAtFirstUse<Opened> {
  use(): Promise<Opened>;
  /** Closes what was opened, or is being opened. Nothing was: nothing is done. */
  close(): Promise<void>;
}

export function openedAtFirstUse<Opened extends { close(): unknown }>(
  open: () => Promise<Opened>,
): OpenedAtFirstUse<Opened> {
  let latest: Promise<Opened> | undefined;
  return {
    use: atFirstUse(() => {
      latest = open();
      return latest;
    }),
    async close() {
      await (await latest?.catch(() => undefined))?.close();
    },
  };
}
