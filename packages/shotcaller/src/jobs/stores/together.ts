/** Carries out what is asked while an earlier batch is under way together, in the order in which it was asked. */
export function createTogether<Question, Answer>(
  /** Answers in the order of the questions. */
  answerAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { most }: { readonly most: number },
): (question: Question) => Promise<Answer> {
  interface Waiting {
    readonly question: Question;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isAnswering = false;

  async function answer(): Promise<void> {
    isAnswering = true;
    // What is asked in the same turn goes with it.
    await Promise.resolve();
    while (waiting.length > 0) {
      const asked = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const answers = await answerAll(asked.map(({ question }) => question));
        for (const [at, { resolve }] of asked.entries()) resolve(answers[at] as Answer);
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    isAnswering = false;
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (!isAnswering) void answer();
    });
}
