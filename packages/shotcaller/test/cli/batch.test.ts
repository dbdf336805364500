import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needsFfmpeg } from '../../../../tests/needs.ts';
import { png } from '../inputs/images.ts';
import { shotcaller } from './command-line.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-batch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const list =
  'id,prompt,duration,resolution,audio,model\na,a mug,4,480p,no,bytedance/seedance-2.0-fast\nb,a cup,4,480p,no,\n';

async function batch(words: readonly string[], more: Parameters<typeof shotcaller>[1] = {}) {
  return shotcaller(['batch', ...words, '--catalog', 'bundled'], {
    home: join(folder, 'home'),
    workingFolder: folder,
    now: () => new Date().toISOString(),
    ...more,
  });
}

describe('shotcaller batch', () => {
  test('says all that is wrong with a list before anything else is done', async () => {
    await writeFile(join(folder, 'bad.csv'), 'id,prompt,duration,resolution\na,x,five,720p\na,,5,721p\n');
    const { code, talk, out } = await batch(['bad.csv']);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(talk).toMatch(/bad\.csv has 3 problems\. Nothing was bought\./);
    expect(talk).toMatch(/line 2, column 3 \(duration\), a: duration: "five"/);
    expect(talk).toMatch(/line 3, column 4 \(resolution\), a: resolution: "721p".*Nearest: 720p/);
    // Not even the simulator was opened.
    expect(talk).not.toContain('simulator');
  });

  test('a plan tells of pictures of another shape than the clip, once a shot', async () => {
    await writeFile(join(folder, 'tall.png'), png({ width: 720, height: 1280 }));
    await writeFile(join(folder, 'wide.png'), png({ width: 1280, height: 720 }));
    await writeFile(
      join(folder, 'framed.csv'),
      [
        'id,prompt,duration,resolution,aspect,audio,model,first_frame,takes',
        'tall,a mug,4,480p,16:9,no,bytedance/seedance-2.0-fast,tall.png,2',
        'wide,a mug,4,480p,16:9,no,bytedance/seedance-2.0-fast,wide.png,1',
        'turned,a mug,4,480p,9:16,no,bytedance/seedance-2.0-fast,wide.png,1',
        'plain,a mug,4,480p,16:9,no,bytedance/seedance-2.0-fast,,1\n',
      ].join('\n'),
    );
    const { code, out } = await batch(['framed.csv', '--plan']);
    const warnings = out.slice(out.indexOf('Look at these')).split('\n').slice(1).filter(Boolean);
    expect([code, warnings]).toEqual([
      0,
      [
        expect.stringMatching(/tall, line 2: .*first frame: .*720x1280/),
        expect.stringMatching(/turned, line 4: .*first frame: .*1280x720/),
      ],
    ]);
    const { plan } = JSON.parse((await batch(['framed.csv', '--plan', '--json'])).out);
    const found = plan.clips.map(
      ({ shot, outcome }: { shot: string; outcome: { warnings?: readonly { code: string }[] } }) =>
        `${shot} ${(outcome.warnings ?? []).map(({ code }) => code).join()}`.trim(),
    );
    expect(found).toEqual([
      'tall picture_doubtful',
      'tall picture_doubtful',
      'wide',
      'turned picture_doubtful',
      'plain',
    ]);
  });

  test('plans: a model with its reason, price and time for each shot, the sums, and what cannot be made', async () => {
    await writeFile(join(folder, 'shots.csv'), `${list}c,a film,400,480p,no,\n`);
    const { code, out } = await batch(['shots.csv', '--plan', '--concurrency', '2']);
    expect(code).toBe(3);
    expect(out).toMatch(/a +bytedance\/seedance-2\.0-fast +\$[\d.]+ .*named in the list/);
    expect(out).toMatch(/b +\S+\/\S+ +\$[\d.–]+ .*(best of \d+|the only one)/);
    expect(out).toMatch(/2 to buy, 1 cannot be made\. Together \$[\d.–]+[,.]/);
    expect(out).toMatch(/90 % of such batches finish within .* \(2 at once\)/);
    expect(out).toMatch(
      /c, line 4: no model can make it\. The most frequent reason \(\d+ models\): It makes clips of .*, not 400 s\./,
    );
    expect(out).toMatch(/\n {2}\S+\/\S+: .*/);
  });

  test('buys a plan that is kept in a file exactly, once, or says what has changed', async () => {
    await writeFile(join(folder, 'shots.csv'), list);
    const planned = await batch(['shots.csv', '--plan', '--json']);
    expect(planned.code).toBe(0);
    await writeFile(join(folder, 'plan.json'), planned.out);
    const dearer = planned.out
      .replace(/"highUsd": "[\d.]+"/, '"highUsd": "0.001"')
      .replace('"requestSha256": "', '"requestSha256": "0');
    await writeFile(join(folder, 'dearer.json'), dearer);
    const refused = await batch(['run', 'dearer.json', '--yes']);
    expect(refused.code).toBe(4);
    expect(refused.talk).toMatch(/a: may now cost up to \$[\d.]+; the plan said \$0\.0010\./);
    expect(refused.talk).toMatch(/Nothing was bought: the plan is out of date/);
    const run = await batch(['run', 'plan.json', '--json']);
    expect(run.code).toBe(0);
    const answer = JSON.parse(run.out);
    expect(answer.clips.map(({ shot, state }: { shot: string; state: string }) => [shot, state])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
    ]);
    const again = await batch(['run', 'plan.json']);
    expect(again.code).toBe(0);
    expect(again.out.trim().split('\n')).toEqual(['a.mp4', 'b.mp4'].map((name) => join(folder, 'shots-clips', name)));
    expect((await readFile(join(folder, 'shots-clips', 'manifest.csv'), 'utf8')).split('\r\n')).toHaveLength(4);
    await writeFile(join(folder, 'none.json'), '{}');
    expect((await batch(['run', 'none.json'])).talk).toMatch(/is not a plan of shotcaller batch --plan/);
  });

  test('buys nothing into a folder that cannot hold its clips, or where a file of somebody else would be written over', async () => {
    await writeFile(join(folder, 'shots.csv'), list);
    for (const name of ['manifest.json', 'manifest.csv', 'contact-sheet.html']) {
      const taken = join(folder, `taken-${name}`);
      await mkdir(taken);
      await writeFile(join(taken, name), '{"mine": true}');
      const { code, talk } = await batch(['shots.csv', '--yes', '--out', taken]);
      expect(code).toBe(1);
      expect(talk).toMatch(
        /would overwrite .* which shotcaller batch has not written.* Nothing was bought\. Choose another folder/,
      );
      expect(await readdir(taken)).toEqual([name]);
      expect(await readFile(join(taken, name), 'utf8')).toBe('{"mine": true}');
    }
    for (const out of ['shots.csv', join('shots.csv', 'below')]) {
      const { code, talk } = await batch(['shots.csv', '--yes', '--out', out]);
      expect(code).toBe(1);
      expect(talk).toMatch(/shots\.csv is no folder, so no clip can be saved there\. Nothing was bought\./);
    }
    const jobs = await shotcaller(['jobs', '--json'], { home: join(folder, 'home'), workingFolder: folder });
    expect(JSON.parse(jobs.out)).toEqual([]);
    // Its own reports are written anew, and what else is there stays.
    await mkdir(join(folder, 'clips'));
    await writeFile(join(folder, 'clips', 'a.mp4'), 'mine');
    for (let run = 0; run < 2; run += 1) {
      expect((await batch(['shots.csv', '--yes', '--out', 'clips'])).code).toBe(0);
    }
    expect(await readFile(join(folder, 'clips', 'a.mp4'), 'utf8')).toBe('mine');
  });

  test('names shots that were bought under other ids before it asks, in plan and run', async () => {
    await writeFile(join(folder, 'shots.csv'), list);
    expect((await batch(['shots.csv', '--yes'])).code).toBe(0);
    await writeFile(join(folder, 'shots.csv'), list.replace('\na,', '\nopening,'));
    const said = /under other ids:\n {2}opening, line 2: bought as a \(job \S+\)\n.*If you only renamed or renumbered/;
    expect((await batch(['shots.csv', '--plan'])).out).toMatch(said);
    const { code, talk } = await batch(['shots.csv', '--yes']);
    expect(code).toBe(0);
    expect(talk).toMatch(said);
    expect((await batch(['shots.csv', '--plan'])).out).not.toMatch(said);
  });

  describe('whose budget is not enough', () => {
    const free = 'id,prompt,duration,resolution,audio\na,a mug,4,480p,no\nb,a cup,4,480p,no\nc,a jug,4,480p,no\n';
    const beautiful = ['--profile', 'qualityAndCost'];

    /** What the batch needs by its plan, and with the cheapest models. */
    async function needs(name: string, text: string) {
      await writeFile(join(folder, name), text);
      const { plan } = JSON.parse((await batch([name, '--plan', '--json', ...beautiful])).out);
      const outcomes: { price: { highUsd: string }; leastUsd?: string }[] = plan.clips.map(
        ({ outcome }: { outcome: unknown }) => outcome,
      );
      const sum = (prices: readonly string[]) => prices.reduce((total, usd) => total + Number(usd), 0);
      return {
        planned: sum(outcomes.map(({ price }) => price.highUsd)),
        least: sum(outcomes.map(({ leastUsd, price }) => leastUsd ?? price.highUsd)),
      };
    }

    test('says in its plan and at its end that all shots fit within the same sum, and how; and then they do', async () => {
      const { planned, least } = await needs('free.csv', free);
      expect(least).toBeLessThan(planned);
      // Enough for the first of the plan, and for the cheapest models of the others.
      const maxUsd = (planned / 3 + (2 * least) / 3 + 0.01).toFixed(2);
      expect(Number(maxUsd)).toBeLessThan(planned);
      const budget = ['--max-usd', maxUsd, ...beautiful];
      const way = `All fit within the same sum with other models: shotcaller batch LIST --total-usd ${maxUsd} --objective quality`;
      const plan = await batch(['free.csv', '--plan', ...budget]);
      expect(plan.out).toContain(`The budget of $${maxUsd} may not be enough for all`);
      expect(plan.out).toContain(way);
      const run = await batch(['free.csv', ...budget]);
      expect(run.code).toBe(4);
      expect(run.talk).toMatch(
        /[12] shots? (was|were) not bought, and the same command would not buy (it|them) either\./,
      );
      expect(run.talk).toContain(way);
      expect(run.talk).not.toContain('run the same command again');
      const [, flags = ''] = /batch LIST (--total-usd \S+ --objective quality)/.exec(run.talk) ?? [];
      expect((await batch(['free.csv', ...beautiful, ...flags.split(' ')])).code).toBe(0);
    });

    test('says what is needed where even the cheapest models cost more, in dollars that are enough', async () => {
      const { planned, least } = await needs('dear.csv', free);
      const budget = ['--max-usd', (least / 2).toFixed(2), ...beautiful];
      for (const { out, talk } of [
        await batch(['dear.csv', '--plan', ...budget]),
        await batch(['dear.csv', ...budget]),
      ]) {
        const told = out.includes('may not be enough') ? out : talk;
        const [, total, max] =
          /needs \$[\d.]+: shotcaller batch LIST --total-usd ([\d.]+) .* Or use --max-usd ([\d.]+),/.exec(told) ?? [];
        expect(Number(total)).toBeGreaterThanOrEqual(Number(least.toFixed(9)));
        expect(Number(max)).toBeGreaterThanOrEqual(Number(least.toFixed(9)));
        expect(Number(max)).toBeLessThanOrEqual(planned + 0.01);
      }
    });

    test(
      'counts the shots that wait for one that was left out, and does not say to run them again',
      needsFfmpeg,
      async () => {
        const chained = 'id,prompt,duration,resolution,audio,continues\na,a mug,4,480p,no,\nb,it falls,4,480p,no,a\n';
        const { planned } = await needs('chain.csv', chained);
        const { talk } = await batch(['chain.csv', '--max-usd', (planned / 5).toFixed(2), ...beautiful]);
        expect(talk).toContain('2 shots were not bought, and the same command would not buy them either.');
        expect(talk).not.toContain('run the same command again');
      },
    );

    test('but a limit of all jobs: says which one to raise, and when the same command would go on', async () => {
      await needs('capped.csv', free);
      await mkdir(join(folder, 'home'), { recursive: true });
      await writeFile(join(folder, 'home', 'config.json'), JSON.stringify({ caps: { perDayUsd: '0.01' } }));
      const { code, talk } = await batch(['capped.csv', ...beautiful]);
      expect(code).toBe(4);
      expect(talk).toMatch(
        /A spending limit kept 3 shots from being bought: run the same command again from \S+ 00:00 UTC on, or raise it: shotcaller config set caps\.perDayUsd DOLLARS\. Nothing is bought twice\./,
      );
      expect(talk).not.toContain('To get what is missing');
    });
  });

  test('spends nothing where nobody is there to confirm it', async () => {
    await writeFile(join(folder, 'shots.csv'), list);
    const asked: string[] = [];
    const fetch = async (url: RequestInfo | URL, init?: RequestInit) => {
      asked.push(`${init?.method ?? 'GET'} ${String(url)}`);
      throw new TypeError('no network');
    };
    const environment = { OPENROUTER_API_KEY: 'sk-or-v1-test' };
    const unattended = await batch(['shots.csv'], { environment, fetch });
    expect(unattended.code).toBe(4);
    expect(unattended.talk).toMatch(/Nobody can confirm the spend/);
    const refused = await batch(['shots.csv', '--max-usd', '0.4'], { environment, fetch, answer: () => false });
    expect(refused.code).toBe(4);
    expect(refused.talk).toMatch(/Spend up to \$0\.\d\d on 2 clips\? \[y\/N\]/);
    expect(asked.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  test.each(['0.1 USD', '$0.1000001'])('takes %s for an amount, as the other commands do', async (amount) => {
    await writeFile(join(folder, 'shots.csv'), list);
    const { code, out } = await batch(['shots.csv', '--plan', '--max-usd', amount]);
    expect([code, out]).toEqual([0, expect.stringContaining('The budget of $0.10 may not be enough for all')]);
    const { talk } = await batch(['shots.csv', '--plan', '--total-usd', amount]);
    expect(talk).toContain('No choice of models stays within these limits ($0.1');
  });

  test('refuses flags that make no sense, and prints the schema of lists', async () => {
    await writeFile(join(folder, 'shots.csv'), list);
    for (const words of [
      [],
      ['run'],
      ['shots.csv', '--max-usd', 'lots'],
      ['shots.csv', '--max-usd', '0.00'],
      ['shots.csv', '--objective', 'beauty', '--total-usd', '5'],
      ['shots.csv', '--objective', 'quality'],
      ['shots.csv', '--concurrency', '0'],
      ['gone.csv'],
      ['shots.csv', '--finish-by', '60', '--plan'],
    ]) {
      expect([words, (await batch(words)).code]).toEqual([words, 2]);
    }
    const { out } = await batch(['schema']);
    expect(JSON.parse(out).properties.shots.items.required).toEqual(['id']);
  });
});
