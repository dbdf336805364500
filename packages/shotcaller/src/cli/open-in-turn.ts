interface Closable {
  close(): unknown;
}

/** Takes what was opened, to be closed with the rest. */
type Keep = <Opened extends Closable>(opened: Opened) => Opened;

/**
 * Opens one thing after the other, and gives the whole one end: what was opened last is closed first. Where one cannot be opened, those
 * before it are closed at once: a connection that stays open holds the process.
 */
export async function openInTurn<Whole extends object>(
  open: (keep: Keep) => Promise<Whole>,
): Promise<Whole & { close(): Promise<void> }> {
  const opened: Closable[] = [];
  const close = async () => {
    const failures: unknown[] = [];
    for (const one of opened.splice(0).reverse()) {
      try {
        await one.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  try {
    const whole = await open((one) => {
      opened.push(one);
      return one;
    });
    return { ...whole, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
