import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md') && !/node_modules|^reference|\.vitepress/.test(name))
  .map((name) => `docs/${name}`);
const texts = [
  ...pages,
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'AGENTS.md',
  'llms.txt',
  'skills/shotcaller/SKILL.md',
];

/** Headings as the site and GitHub name them in addresses. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, heading]) => heading!,
  );
  return new Set(
    headings.flatMap((heading) => {
      const plain = heading.replaceAll('`', '').toLowerCase().trim();
      const onGithub = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
      const onSite = plain.replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/]+/g, '-').replace(/^-+|-+$/g, '');
      return [onGithub, onSite];
    }),
  );
}

test('Every link and picture of the docs leads to a file that is there, and to a heading of it', () => {
  const broken = texts.flatMap((from) => {
    const links = [
      ...read(from)
        .replace(/^```[\s\S]*?^```/gm, '')
        .matchAll(/\]\(([^)\s]+)\)/g),
    ].map(([, link]) => link!);
    return links
      .filter((link) => !/^(?:https?|mailto):/.test(link))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? from : join(dirname(from), path);
        if (target.startsWith('docs/reference/')) return false;
        if (!existsSync(join(root, target))) return true;
        return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).has(anchor);
      })
      .map((link) => `${from}: ${link}`);
  });
  expect(broken).toEqual([]);
});

test('Every page is in the navigation of the site, and nothing else is', () => {
  const listed = [...read('docs/.vitepress/config.ts').matchAll(/page\('[^']+', '\/([^']*)'\)/g)].map(
    ([, link]) => link!,
  );
  const inSidebar = new Set(listed.map((link) => `docs/${link.endsWith('/') ? `${link}index` : link}.md`));
  const linked = pages.filter((page) => !/^docs\/index\.md$|^docs\/decisions\/\d/.test(page));
  expect(linked.filter((page) => !inSidebar.has(page))).toEqual([]);
  const missing = [...inSidebar].filter((page) => !page.startsWith('docs/reference/') && !pages.includes(page));
  expect(missing).toEqual([]);
});
