import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The published clients: name, program of this folder, and what it is given behind the model. */
export const clientPrograms: readonly (readonly [string, string, readonly string[]])[] = [
  ['@openrouter/sdk 1.3.19', 'openrouter-sdk.mjs', []],
  ['ai 7 with @openrouter/ai-sdk-provider 3.1.0', 'ai-sdk.mjs', ['7']],
  ['ai 6 with @openrouter/ai-sdk-provider 2.10.0', 'ai-sdk.mjs', ['6']],
  ['@tanstack/ai-openrouter 0.19.6', 'tanstack.mjs', []],
  ['the documented curl flow', 'curl-flow.sh', []],
];

/** Runs one to its end and returns what it reports. Throws with its output when it fails. `environment` is added to ours. */
export async function runClient(
  origin: string,
  program: string,
  more: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const command = program.endsWith('.sh') ? 'bash' : process.execPath;
  const child = spawn(command, [`${folder}${program}`, `${origin}/api/v1`, ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    output.stdout += text;
  });
  child.stderr.on('data', (text) => {
    output.stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.stderr}${output.stdout}`);
  return JSON.parse(output.stdout.trim().split('\n').at(-1)!);
}
