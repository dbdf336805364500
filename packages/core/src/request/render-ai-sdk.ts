import { withFileHoles } from './file-holes.ts';
import { javaScript, literal } from './literal.ts';
import { fileReads, keyFromEnvironment } from './render-fetch.ts';
import type { RequestBody } from './wire.ts';

/**
 * TypeScript with the AI SDK (`ai` 6 or 7) and `@openrouter/ai-sdk-provider` (2.10 or 3.1). It waits and saves the clip. What the AI SDK
 * has no argument for, or drops (a last frame, references, a resolution class), goes through `providerOptions.openrouter`, which the
 * provider puts into the body as it is.
 */
export function renderAiSdk(body: RequestBody, baseUrl: string): string {
  const { value, holes } = withFileHoles(body);
  const { model, prompt, duration, aspect_ratio, size, generate_audio, seed, ...rest } = value as RequestBody;
  // Without a prompt the provider would send an empty one.
  const passed = literal(rest, javaScript, '    ').replace(
    /^\{/,
    prompt === undefined ? '{\n      prompt: undefined,' : '{',
  );
  const extra = Object.keys(rest).length === 0 ? (prompt === undefined ? '{ prompt: undefined }' : '') : passed;
  const sound = generate_audio === undefined ? '' : `    generateAudio: ${generate_audio},\n`;
  const lines = [
    `  model: openRouter.videoModel(${JSON.stringify(model)}, {\n${sound}    maxPollTimeMs: 2 * 60 * 60 * 1000,\n  }),`,
    `  prompt: ${JSON.stringify(prompt ?? '')},`,
    ...(duration === undefined ? [] : [`  duration: ${duration},`]),
    ...(aspect_ratio === undefined ? [] : [`  aspectRatio: ${JSON.stringify(aspect_ratio)},`]),
    ...(size === undefined ? [] : [`  resolution: ${JSON.stringify(size)},`]),
    ...(seed === undefined ? [] : [`  seed: ${seed},`]),
    ...(extra === '' ? [] : [`  providerOptions: {\n    openrouter: ${extra},\n  },`]),
    '  // The default of 2 repeats the submit when a poll fails, and pays for each.',
    '  maxRetries: 0,',
  ];
  return `import { ${holes.length === 0 ? '' : 'readFileSync, '}writeFileSync } from "node:fs";
import { createOpenRouter } from "@openrouter/ai-sdk-provider";
import { experimental_generateVideo as generateVideo } from "ai";

${keyFromEnvironment}
const baseURL = ${JSON.stringify(baseUrl)};
${fileReads(holes)}const openRouter = createOpenRouter({ apiKey, baseURL });

const { video } = await generateVideo({
${lines.join('\n')}
  // The default download sends no key, which the API answers with 401. The key goes to the API's own origin only.
  download: async ({ url }) => {
    const headers = url.origin === new URL(baseURL).origin ? { Authorization: \`Bearer \${apiKey}\` } : undefined;
    const response = await fetch(url, headers && { headers });
    if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
    return { data: new Uint8Array(await response.arrayBuffer()), mediaType: "video/mp4" };
  },
});
writeFileSync("clip.mp4", video.uint8Array);
`;
}
