import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsDocsSite } from '../needs.ts';

/** The documentation as it is published: built from `docs`, with the library reference, and looked at file by file. */

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('The site of the docs', needsDocsSite, () => {
  let folder: string;
  let site: string;
  beforeAll(() => {
    // Beside the sources, whose packages the reference is made from; what was built there stays as it is.
    folder = mkdtempSync(join(tmpdir(), 'shotcaller-site-'));
    const leftOut = /^docs\/(?:node_modules|reference|\.vitepress\/(?:cache|dist))(?:\/|$)/;
    cpSync(join(root, 'docs'), join(folder, 'docs'), {
      recursive: true,
      filter: (from) => !leftOut.test(from.slice(root.length)),
    });
    for (const name of ['packages', 'node_modules', 'package.json', 'tsconfig.base.json', 'examples', 'README.md'])
      symlinkSync(join(root, name), join(folder, name));
    symlinkSync(join(root, 'docs/node_modules'), join(folder, 'docs/node_modules'));
    // A link to a page that is not there ends the build.
    execFileSync('npm', ['run', 'build', '--prefix', 'docs'], { cwd: folder, stdio: 'pipe' });
    site = join(folder, 'docs/.vitepress/dist');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const filesOf = (place: string, ending: string) =>
    readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));

  test('has a page for every page of docs, and the reference of the library', () => {
    const pages = filesOf(join(root, 'docs'), '.md').filter((name) => !/node_modules|^reference/.test(name));
    expect(pages.length).toBeGreaterThan(40);
    expect(pages.filter((name) => !existsSync(join(site, name.replace(/\.md$/, '.html'))))).toEqual([]);
    const reference = readFileSync(join(site, 'reference/library/shotcaller.html'), 'utf8');
    for (const name of ['createShotcaller', 'openMemoryLedger', 'perJobUsd']) expect(reference).toContain(name);
  });

  test('has no link, picture, script or style that leads nowhere', () => {
    const dead = filesOf(site, '.html').flatMap((page) =>
      [...readFileSync(join(site, page), 'utf8').matchAll(/(?:href|src)="([^"]+)"/g)]
        .map(([, link]) => link!.split(/[?#]/)[0]!)
        .filter((link) => link !== '' && !/^(?:https?|mailto|data):/.test(link))
        .filter((link) => {
          const target = link.startsWith('/') ? join(site, link) : join(site, dirname(page), link);
          return !existsSync(target) && !existsSync(`${target}.html`);
        })
        .map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
  });

  test('leads to files of the repository that are there', () => {
    const links = filesOf(site, '.html').flatMap((page) =>
      [
        ...readFileSync(join(site, page), 'utf8').matchAll(
          /href="https:\/\/github\.com\/[^"]+?\/blob\/main\/([^"#]+)/g,
        ),
      ].map(([, path]) => path!),
    );
    expect(links.length).toBeGreaterThan(3);
    expect(links.filter((path) => !existsSync(join(root, decodeURIComponent(path))))).toEqual([]);
  });
});
