/** Does what a flag asks for; an error of it begins with the name of the flag. */
export async function underFlag<Answer>(flag: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    // An interruption is no error of the flag, and its message cannot be written.
    if (error instanceof Error && !(error instanceof DOMException) && !error.message.includes(`--${flag}`))
      error.message = `--${flag} ${error.message}`;
    throw error;
  }
}
