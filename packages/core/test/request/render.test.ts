import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingProgram } from '../../../../tests/needs.ts';
import { type RequestFormat, renderRequest, requestFormats } from '../../src/request/render.ts';
import type { RequestBody } from '../../src/request/wire.ts';
import { bodyFor, model, photo, veo, wan } from './fixtures.ts';

const run = promisify(execFile);
const pixels = Buffer.alloc(400, 7);
const picture = `data:image/png;base64,${pixels.toString('base64')}`;

const nasty = [
  `a "quoted" mug, it's $5 \`date\` $(touch pwned) \${HOME} \\ \\n \\u0041`,
  'second line\r\n\ttabbed\nREQUEST_BODY\nEOF',
  '漢字 ümlaut 😀 \u2028 \u2029 \u0000 \u0007 \u007f é',
  `\${apiKey} {braces} %s {0} # comment // comment /* */ """ ''' !history`,
].join('\n');

const bodies: Record<string, RequestBody> = {
  plain: bodyFor(veo, {
    prompt: 'a mug',
    durationSeconds: 8,
    resolution: '720p',
    aspectRatio: '9:16',
    firstFrame: photo,
    seed: 0,
  }),
  'hard to quote': bodyFor(veo, {
    prompt: nasty,
    size: '720x1280',
    passthrough: [
      { name: 'negativePrompt', value: nasty },
      { name: 'enhancePrompt', value: { a: [true, null, -1.5, {}, []], "it's": 1 } },
    ],
    references: [`https://a.example/it's.mp4?q=$(id)&x=\`id\``],
  }),
  'with pictures': bodyFor(wan, {
    prompt: nasty,
    firstFrame: picture,
    lastFrame: picture,
    references: [picture, photo, picture],
    passthrough: ['negative_prompt=$x'],
  }),
  'without a prompt': bodyFor(model('a/b'), { firstFrame: photo }, { generateAudio: true }),
  'model only': bodyFor(model('a/b'), {}),
};

let folder: string;
let server: Server;
let baseUrl: string;
let received: { authorization: string | undefined; path: string | undefined; body: unknown }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shotcaller-render-'));
  for (const file of ['first-frame.png', 'last-frame.png', 'reference-1.png', 'reference-3.png'])
    writeFileSync(join(folder, file), pixels);
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        authorization: request.headers.authorization,
        path: request.url,
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end('{"id":"gen-vid-1-a","polling_url":"http://127.0.0.1/x","status":"pending"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((resolve) => server.close(resolve));
});

const environment = { PATH: process.env.PATH ?? '', HOME: '/home/nobody', OPENROUTER_API_KEY: 'sk-test' };

const inFolder = () => ({ cwd: folder, env: environment });

async function programOf(body: RequestBody, format: RequestFormat, ending: string): Promise<string> {
  const file = join(folder, `program${ending}`);
  writeFileSync(file, renderRequest(body, format, { baseUrl }));
  return file;
}

describe.each(Object.entries(bodies))('the request %s', (_, body) => {
  test('as JSON is the body, whole', () => {
    expect(JSON.parse(renderRequest(body, 'json'))).toStrictEqual(body);
  });

  test.each(['typescript', 'openrouter-sdk', 'ai-sdk'] as const)('as %s is valid TypeScript', (format) => {
    const source = ts.transpileModule(renderRequest(body, format), {
      reportDiagnostics: true,
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    expect(source.diagnostics).toEqual([]);
  });

  test.each(['openrouter-sdk', 'ai-sdk'] as const)('as %s is valid as an ES module', async (format) => {
    await run(process.execPath, ['--check', await programOf(body, format, '.mjs')], inFolder());
  });

  test.for<[RequestFormat, string, string, string[]]>([
    ['curl', '.sh', 'bash', ['-n']],
    ['typescript', '.mjs', process.execPath, ['--check']],
    ['python', '.py', 'python3', ['-m', 'py_compile']],
  ])('as %s is valid, and sends exactly the body, once', async ([format, ending, command, check], { skip }) => {
    const missing = missingProgram(format === 'curl' ? 'curl' : command);
    skip(missing !== undefined, missing);
    const file = await programOf(body, format, ending);
    await run(command, [...check, file], inFolder());
    received = [];
    const { stdout } = await run(command, [file], inFolder());
    expect(received).toStrictEqual([{ authorization: 'Bearer sk-test', path: '/api/v1/videos', body }]);
    expect(stdout).toContain('gen-vid-1-a');
  });

  test.each(requestFormats)('as %s holds no key', (format) => {
    expect(renderRequest(body, format)).not.toMatch(/sk-/);
  });
});

test('nothing in a prompt is run', async () => {
  await expect(run('ls', [join(folder, 'pwned')])).rejects.toThrow();
});

test('long pictures stand whole in JSON and as files in programs', () => {
  const body = bodies['with pictures']!;
  expect(renderRequest(body, 'json')).toContain(picture);
  for (const format of requestFormats.filter((name) => name !== 'json')) {
    const program = renderRequest(body, format);
    expect(program.length).toBeLessThan(5000);
    for (const file of ['first-frame.png', 'last-frame.png', 'reference-1.png', 'reference-3.png'])
      expect(program).toContain(file);
  }
});

test('short data URLs stay in programs', () => {
  const tiny = 'data:image/png;base64,iVBORw0KGgo=';
  for (const format of requestFormats)
    expect(renderRequest(bodyFor(veo, { firstFrame: tiny }), format)).toContain(tiny);
});

test('the programs of libraries turn their retries off', () => {
  expect(renderRequest(bodies.plain!, 'openrouter-sdk')).toContain('retryConfig: { strategy: "none" }');
  expect(renderRequest(bodies.plain!, 'ai-sdk')).toContain('maxRetries: 0');
});

test('the SDK gets its own spelling, provider options keep theirs', () => {
  const program = renderRequest(bodies['hard to quote']!, 'openrouter-sdk');
  for (const name of [
    'generateAudio: false',
    'inputReferences: [',
    'videoUrl: {',
    'googleVertex: {',
    'parameters: {',
    'negativePrompt:',
  ])
    expect(program).toContain(name);
  expect(renderRequest(bodies['with pictures']!, 'openrouter-sdk')).toContain('negative_prompt: "$x"');
});

test.for<[RequestFormat, string, string]>([
  ['curl', '.sh', 'bash'],
  ['typescript', '.mjs', process.execPath],
  ['python', '.py', 'python3'],
])('without a key the program as %s says what to set', async ([format, ending, command], { skip }) => {
  const missing = missingProgram(command);
  skip(missing !== undefined, missing);
  const bare = { cwd: folder, env: { PATH: environment.PATH } };
  await expect(run(command, [await programOf(bodies.plain!, format, ending)], bare)).rejects.toThrow(
    'OPENROUTER_API_KEY',
  );
});
