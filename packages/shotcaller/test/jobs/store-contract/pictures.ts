import { readBrief } from '@shotcaller/core';
import { describe, expect, test } from 'vitest';
import type { Ledgers } from './ledgers.ts';
import { opening, service } from './samples.ts';

/** Pictures within briefs and requests. */
export function pictureContract({ open }: Ledgers): void {
  describe('pictures', () => {
    const picture = (letter: string) => `data:image/png;base64,${letter.repeat(2000)}`;

    test('a picture is stored once and given back exactly, in briefs and in requests', async () => {
      const ledger = await open();
      const first = { type: 'image_url', image_url: { url: picture('A') }, frame_type: 'first_frame' };
      const body = { model: 'm', frame_images: [first, { ...first, image_url: { url: picture('B') } }], seed: 0 };
      const brief = { ...readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } }), body };
      for (const id of ['a', 'b']) {
        await ledger.openJob(opening(id, { job: { brief }, body: JSON.stringify(body) }));
        expect((await ledger.job(id))?.brief).toEqual(brief);
        expect(await ledger.requestBody(id)).toBe(JSON.stringify(body));
      }
      expect((await ledger.jobs({ service })).jobs[0]?.job.brief).toEqual(brief);
    });

    test("a user's own fields that look like ours are given back as they are", async () => {
      const ledger = await open();
      const own = {
        a: { $picture: 'mine' },
        b: { $literal: { $picture: picture('C') } },
        c: [{ $literal: null, $picture: 5 }, { $literal: { $literal: {} } }],
        d: '{"$picture":"0000000000000000000000000000000000000000000000000000000000000000"}',
        e: picture('D'),
        f: 'data:short',
      };
      const brief = { ...readBrief({ fields: { prompt: 'a mug', durationSeconds: 5 } }), body: own };
      await ledger.openJob(opening('a', { job: { brief }, body: JSON.stringify(own) }));
      expect((await ledger.job('a'))?.brief).toEqual(brief);
      expect(JSON.parse((await ledger.requestBody('a'))!)).toEqual(own);
    });
  });
}
