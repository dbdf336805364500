import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, scaledClock } from '@shotcaller/simulator';
import { expect, test } from 'vitest';
import { shotcaller } from '../../packages/shotcaller/test/cli/command-line.ts';

/**
 * An agent that knows nothing but the text of the skill: its commands, and for each exit code the next step of its table. It stands in for a language
 * model that does what it reads; how well a real one does is not established.
 */

const skill = readFileSync(new URL('../../skills/shotcaller/SKILL.md', import.meta.url), 'utf8');
const commands = [...skill.matchAll(/^(shotcaller .*?)(?: # exit \d)?$/gm)].map(([, line]) => wordsOf(line!));
const commandOf = (name: string) => commands.find(([word]) => word === name)!;

/** By exit code, as the table says. */
const steps = new Map(
  [...skill.matchAll(/^\| ([\d, ]+) \|.*\| (.*) \|$/gm)].flatMap(([, codes, step]) =>
    codes!.split(', ').map((code) => [Number(code), step!] as const),
  ),
);

function wordsOf(line: string): readonly string[] {
  return line
    .match(/"[^"]*"|\S+/g)!
    .slice(1)
    .map((word) => word.replaceAll('"', ''));
}

test('the table of the skill has a step for every exit code', () => {
  expect([...steps.keys()].toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test.each([
  ['none', 'done'],
  ['poll-503:3', 'done'],
  ['poll-html:2', 'done'],
  ['poll-reset:2', 'done'],
  ['submit-429:1', 'done'],
  ['content-reset:1', 'done'],
  ['submit-reset', 'unknown'],
  ['submit-502', 'unknown'],
  ['job-failed', 'failed'],
  ['submit-402-credits', 'refused'],
  ['submit-403', 'refused'],
])('under %s the user hears the truth, and there is at most one bill', async (scenario, ending) => {
  const clock = scaledClock(Date.now, 100);
  const simulator = createSimulator({
    clock,
    speed: 1,
    clipThread: false,
    scenario: scenario === 'none' ? '' : scenario,
  });
  const home = mkdtempSync(join(tmpdir(), 'shotcaller-skill-'));
  const ran: string[] = [];
  const shell = async (words: readonly string[]) => {
    ran.push(words[0]!);
    return shotcaller([...words], {
      home,
      workingFolder: home,
      environment: { OPENROUTER_API_KEY: 'sk-or-v1-of-the-skill' },
      fetch: (input, init) => simulator.fetch(String(input), init),
      jobClock: clock,
      now: () => new Date(clock.now()).toISOString(),
    });
  };
  try {
    const preview = JSON.parse((await shell(commandOf('preview'))).out) as { price: { highUsd: string } };
    const mostUsd = (Math.ceil(Number(preview.price.highUsd) * 100) / 100).toFixed(2);
    // The user says yes to the model and the amount that stand in the skill.
    expect(Number(mostUsd)).toBeLessThanOrEqual(0.15);
    let answer = await shell(commandOf('run'));
    for (let round = 0; round < 10; round += 1) {
      const step = steps.get(answer.code)!;
      const job = told(answer.out);
      const goesOn = /step 4/.test(step) && (answer.code === 6 || job?.resumable === true);
      if (!goesOn) break;
      answer = await shell(commandOf('resume').map((word) => (word === 'JOB' ? job!.id : word)));
    }
    const [job] = JSON.parse((await shell(['jobs', '--json'])).out) as { status: string; billedUsd: string | null }[];
    expect(job?.status).toBe(ending);
    expect(ran.filter((name) => name === 'run')).toHaveLength(1);
    expect(simulator.jobs.length).toBeLessThanOrEqual(1);
    expect(simulator.bills.length).toBeLessThanOrEqual(1);
    if (ending === 'done') expect(job?.billedUsd).toBe(simulator.bills[0]?.usd);
    if (ending === 'unknown') expect(steps.get(answer.code)).toContain('do not order again');
  } finally {
    await simulator.close();
    rmSync(home, { recursive: true, force: true });
  }
});

/** The job of an answer: of `run` alone, of `resume` in a list. */
function told(out: string): { readonly id: string; readonly resumable: boolean } | undefined {
  try {
    return [JSON.parse(out)].flat()[0];
  } catch {
    return undefined;
  }
}
