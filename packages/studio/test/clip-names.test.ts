import { describe, expect, it } from 'vitest';
import { shortened, visible } from '../src/controls/visible-text.ts';
import { wordsOf } from '../src/projects/shot-names.ts';
import { clipsOf } from '../src/shots/download-takes.ts';
import type { TakeView } from '../src/shots/shot-view.ts';

const halfCharacter = /\p{Cs}/u;
const bytesOf = (text: string) => new TextEncoder().encode(text).length;

/** A finished take, as far as its file's name depends on it. */
function doneTake(model: string): TakeView {
  const file = { contentUrl: '/v1/jobs/x/content', name: 'clip.mp4' };
  const job = { status: 'done', files: [file] };
  return { key: 'shot:x:1:m', model, number: 1, take: null, heard: { job } } as unknown as TakeView;
}

describe('the name of a clip', () => {
  it.each([
    ['A paper lantern, at dusk!', 'a-paper-lantern-at-dusk'],
    ['नमस्ते दुनिया', 'नमस्ते-दुनिया'],
    ['ภาพยนตร์ สั้น', 'ภาพยนตร์-สั้น'],
    ['שָׁלוֹם עולם', 'שָׁלוֹם-עולם'.normalize('NFC')],
    ['👩‍👩‍👧‍👦 🎬', 'clip'],
    ['a heart ❤️ of paper ☎️', 'a-heart-of-paper'],
    ['\u202egpj.exe\u202c', 'gpj-exe'],
    ['cafe\u0301 noir', 'café-noir'],
    ['../../etc/passwd', 'etc-passwd'],
    ['', 'clip'],
  ])('of %j is its words, whole in any script', (prompt, name) => {
    expect(wordsOf(prompt)).toBe(name);
  });

  it.each(['𠮷'.repeat(200), '映'.repeat(200), 'a'.repeat(500), 'ཀ'.repeat(200), `a\u0301`.repeat(300)])(
    'fits a file system, and no character of it is cut in half',
    (prompt) => {
      for (const shotName of [wordsOf(prompt), `01_${prompt}`]) {
        const [clip] = clipsOf({ takes: [doneTake(`author/${'m'.repeat(60)}`)], starred: null }, shotName);
        expect(bytesOf(clip!.name)).toBeLessThanOrEqual(255);
        expect(clip!.name).not.toMatch(halfCharacter);
        expect(clip!.name).toMatch(/_take-1_m+\.mp4$/);
      }
    },
  );

  it('carries no mark that turns the writing direction, and no path', () => {
    const [clip] = clipsOf({ takes: [doneTake('a/m\u202e4pm')], starred: null }, 'x\u2066/..\\y\u061c');
    expect(clip!.name).not.toMatch(/[\p{Cf}/\\]/u);
  });
});

describe('a text that is too long for its place', () => {
  it.each(['🎬'.repeat(10), 'x🎬'.repeat(10)])('is cut between whole characters', (text) => {
    for (let most = 1; most < text.length; most += 1) {
      const shown = shortened(text, most);
      expect(shown).not.toMatch(halfCharacter);
      expect(shown.endsWith('…')).toBe(true);
      expect(text.startsWith(shown.slice(0, -1))).toBe(true);
    }
    expect(shortened(text, text.length)).toBe(text);
  });

  it('shows marks that turn the writing direction, and leaves emoji and letters of any script alone', () => {
    expect(visible('a\u202eb\u061cc')).toBe('a\\u{202e}b\\u{61c}c');
    for (const text of ['👩‍👩‍👧‍👦 ❤️', 'שלום, עולם', 'مرحبا', '日本語']) expect(visible(text)).toBe(text);
  });
});
