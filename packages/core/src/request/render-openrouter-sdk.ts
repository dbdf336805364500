import { withFileHoles } from './file-holes.ts';
import { FileHole, javaScript, literal } from './literal.ts';
import { fileImport, fileReads, keyFromEnvironment } from './render-fetch.ts';
import type { RequestBody } from './wire.ts';

/** TypeScript with `@openrouter/sdk` (1.3.19). Its own retry is off: by default it submits again for up to an hour, and every submit is billed. */
export function renderOpenRouterSdk(body: RequestBody, baseUrl: string): string {
  const { value, holes } = withFileHoles(body);
  const server = baseUrl === 'https://openrouter.ai/api/v1' ? '' : `\n  serverURL: ${JSON.stringify(baseUrl)},`;
  return `${fileImport(holes).trimEnd()}${holes.length === 0 ? '' : '\n'}import { OpenRouter } from "@openrouter/sdk";

${keyFromEnvironment}
${fileReads(holes)}const openRouter = new OpenRouter({
  apiKey,${server}
  // The default retries a submit whose outcome is unknown, and pays for each.
  retryConfig: { strategy: "none" },
});

const job = await openRouter.videoGeneration.generate({
  videoGenerationRequest: ${literal(camelCased(value), javaScript, '  ')},
});
console.log(job);
`;
}

/** Keys as the SDK names them. Provider options keep their spelling, their slugs do not. */
function camelCased(value: unknown): unknown {
  if (value instanceof FileHole || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(camelCased);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      camelCase(key),
      key === 'options'
        ? Object.fromEntries(Object.entries(item as object).map(([slug, options]) => [camelCase(slug), options]))
        : camelCased(item),
    ]),
  );
}

function camelCase(name: string): string {
  return name.replace(/[_-]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
