/** Variables that no report, child process or page may show. */
const secretNames = [
  'OPENROUTER_API_KEY',
  'OPENROUTER_WEBHOOK_SECRET',
  'SHOTCALLER_WEBHOOK_SECRET',
  'DATABASE_URL',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];

/**
 * The environment as a value, its secrets taken out of the original: Node prints that one whole into a diagnostic report, and
 * hands it to every child process.
 */
export function takeEnvironment(original: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const taken = { ...original };
  for (const name of secretNames) {
    const value = original[name];
    if (value === undefined) continue;
    // Windows finds a variable however it is capitalised; a copy does not.
    taken[name] = value;
    delete original[name];
  }
  return taken;
}
