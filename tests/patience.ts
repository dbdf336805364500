/** How long a test waits for what is bound to come about. It ends what hangs: a busy machine must not reach it. */
export const patienceMs = 120_000;
