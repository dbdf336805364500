import { withFileHoles } from './file-holes.ts';
import { type FileHole, javaScript, literal } from './literal.ts';
import type { RequestBody } from './wire.ts';

/** TypeScript (and JavaScript: no types are needed) for Node 20 and newer, as an ES module, with the built-in `fetch`. */
export function renderFetch(body: RequestBody, baseUrl: string): string {
  const { value, holes } = withFileHoles(body);
  return `${fileImport(holes)}${keyFromEnvironment}
${fileReads(holes)}const body = ${literal(value, javaScript)};

// Sent once: a submit is a purchase, and nobody knows what became of one that failed on the way.
const response = await fetch(${JSON.stringify(`${baseUrl}/videos`)}, {
  method: "POST",
  headers: { Authorization: \`Bearer \${apiKey}\`, "Content-Type": "application/json" },
  body: JSON.stringify(body),
});
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(await response.json());
`;
}

export const keyFromEnvironment = `const apiKey = process.env.OPENROUTER_API_KEY;
if (!apiKey) throw new Error("Set OPENROUTER_API_KEY first.");
`;

export function fileImport(holes: readonly FileHole[]): string {
  return holes.length === 0 ? '' : 'import { readFileSync } from "node:fs";\n\n';
}

export function fileReads(holes: readonly FileHole[]): string {
  return holes
    .map(
      ({ variable, file, prefix }) =>
        `const ${variable} = ${JSON.stringify(prefix)} + readFileSync(${JSON.stringify(file)}).toString("base64");\n`,
    )
    .join('');
}
