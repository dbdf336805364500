import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator } from '@shotcaller/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installPacked, type Project } from './packed.ts';

/** A new user's path: an empty folder, the packed packages, and what the README says, in order, as it stands there. */

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
/** `ai` as the README's example of the AI SDK needs it. */
const aiSdk = 'ai@7.0.173';

let project: Project;
beforeAll(() => {
  project = installPacked([aiSdk]);
});
afterAll(() => rmSync(project.folder, { recursive: true, force: true }));

interface Typed {
  readonly command: string;
  /** What the README prints below it; a line `…` stands for any lines. */
  readonly printed: readonly string[];
}

/** The commands of the `console` blocks; programs of the checkout are run by the tests of the examples. */
function typedIn(text: string): readonly Typed[] {
  const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  return blocks
    .flatMap((block) =>
      block
        .replaceAll(/ \\\n +/g, ' ')
        .split(/^\$ /m)
        .filter(Boolean),
    )
    .map((part) => {
      const [command = '', ...printed] = part.trimEnd().split('\n');
      return { command, printed };
    })
    .filter(({ command }) => !command.startsWith('node examples/'));
}

/** Without what differs from one run, machine and day to the next. */
function plain(text: string): readonly string[] {
  return text
    .replaceAll(project.folder, '/home/you')
    .replaceAll(/gen-vid-\d+-\w+/g, 'gen-vid-ID')
    .replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')
    .replaceAll(/\(\d+ days? old\)/g, '(AGE)')
    .replaceAll(/\d+\.\d MB/g, 'SIZE')
    .replaceAll(/\(≤\d+\)|\(worst\)/g, '')
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !line.startsWith('No live catalogue from'));
}

/** The places of `printed` in `lines`, with any lines where `…` stands; the first line that is not there, else `undefined`. */
function missing(printed: readonly string[], lines: readonly string[]): string | undefined {
  let [at, isOpen] = [0, false];
  for (const line of printed) {
    if (line === '…') {
      isOpen = true;
      continue;
    }
    const found = isOpen ? lines.indexOf(line, at) : lines[at] === line ? at : -1;
    if (found < 0) return `${line} (here: ${lines[at]})`;
    [at, isOpen] = [found + 1, false];
  }
  return isOpen || at === lines.length ? undefined : `nothing more (here: ${lines[at]})`;
}

describe('The commands of the README, in an empty folder', () => {
  const typed = typedIn(readme);

  test('are six', () => {
    expect(typed.filter(({ command }) => command.startsWith('npx '))).toHaveLength(6);
  });

  test.each(typed)('$command', ({ command, printed }) => {
    // The README's tables are as of the day of the bundled evidence; what is bought has the time of the machine.
    const isOfThatDay = /^npx shotcaller (?:pick|quote|preview) /.test(command);
    const { status, stdout, stderr } = project.run('sh', ['-c', `${command} 2>&1`], {
      environment: {
        ...(isOfThatDay && { SHOTCALLER_NOW: '2026-10-09T12:00:00.000Z' }),
        COLUMNS: '100',
        // No list of today, wherever this runs: its prices would be others.
        HTTPS_PROXY: 'http://127.0.0.1:9',
      },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(missing(plain(printed.join('\n')), plain(stdout)), stdout).toBeUndefined();
  });
});

describe('The programs of the README, in an empty folder', () => {
  const programs = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block]) => block!);

  test('are three', () => {
    expect(programs).toHaveLength(3);
  });

  test.each([
    ['the library', 0, '; console.log(job.status, job.files.length)', 'done 1\n'],
    ['core', 1, '; console.log(selection.pick.includes("/"), selection.rejected.length > 0)', 'true true\n'],
    ['the AI SDK', 2, '; console.log(video.mediaType)', 'video/mp4\n'],
  ])('%s: on the simulator', async (_name, index, told, printed) => {
    const simulator = createSimulator({ speed: 1000 });
    const { url: origin } = await simulator.listen();
    const url = `${origin}/api/v1`;
    try {
      // The library is told everything by its options, so the address of the simulator is one.
      const text = programs[index]!.replace('createShotcaller({ ', `createShotcaller({ baseUrl: '${url}', `);
      writeFileSync(join(project.folder, 'program.mjs'), `${text}${told};`);
      const ran = await project.start('node', ['program.mjs'], {
        environment: { OPENROUTER_BASE_URL: url, OPENROUTER_API_KEY: 'sk-or-v1-test' },
      });
      expect(ran).toEqual({ status: 0, stdout: printed, stderr: '' });
      expect(simulator.jobs).toHaveLength(index === 1 ? 0 : 1);
    } finally {
      await simulator.close();
    }
  });
});
