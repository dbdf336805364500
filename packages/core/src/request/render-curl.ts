import { withFileHoles } from './file-holes.ts';
import { json, literal, snakeCase } from './literal.ts';
import type { RequestBody } from './wire.ts';

/** A bash snippet. The body goes through standard input, where neither quotes nor the length limit of arguments can harm it. */
export function renderCurl(body: RequestBody, baseUrl: string): string {
  const { value, holes } = withFileHoles(body);
  const send = `curl --silent --show-error --fail-with-body ${shellQuoted(`${baseUrl}/videos`)} \\
  --header "Authorization: Bearer $OPENROUTER_API_KEY" \\
  --header 'Content-Type: application/json' \\
  --data-binary @- <<`;
  const needsKey = `: "\${OPENROUTER_API_KEY:?Set OPENROUTER_API_KEY first.}"\n`;
  // No line of JSON consists of the word alone, so it ends the document safely.
  if (holes.length === 0) return `${needsKey}${send}'REQUEST_BODY'\n${literal(value, json)}\nREQUEST_BODY\n`;

  const reads = holes.map(
    ({ variable, file, prefix }) =>
      `${snakeCase(variable)}="${prefix}$(base64 < ${shellQuoted(file)} | tr -d '\\n')"\n`,
  );
  // Unquoted, so that the variables are filled in; everything else that the shell would expand is escaped.
  const expandable = literal(value, {
    ...json,
    key: (name) => escaped(JSON.stringify(name)),
    text: (text) => escaped(JSON.stringify(text)),
    hole: (hole) => `"\${${snakeCase(hole.variable)}}"`,
  });
  return `${needsKey}${reads.join('')}${send}REQUEST_BODY\n${expandable}\nREQUEST_BODY\n`;
}

function escaped(text: string): string {
  return text.replace(/[\\$`]/g, '\\$&');
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
