// What must be true before a release: one version everywhere, a heading in the changelog, nothing published that npm would refuse.
// `npm publish --dry-run` sends nothing. With --tag v1.2.3 the tag must name that version too.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path) => readFileSync(`${root}/${path}`, 'utf8');
const problems = [];
const published = ['core', 'simulator', 'shotcaller'];
const { version } = JSON.parse(read('package.json'));

const tag = process.argv[process.argv.indexOf('--tag') + 1];
if (process.argv.includes('--tag') && tag !== `v${version}`) problems.push(`The tag ${tag} is not v${version}.`);
// Until it is tagged, what will be released may stand under "Unreleased".
const headings = read('CHANGELOG.md').match(/^## .+$/gm) ?? [];
const expected = process.argv.includes('--tag') ? [version] : [version, 'Unreleased'];
if (!headings.some((heading) => expected.some((name) => heading.startsWith(`## ${name}`)))) {
  problems.push(`CHANGELOG.md has no heading ${expected.join(' or ')}.`);
}
for (const name of [...published, 'studio']) {
  const manifest = JSON.parse(read(`packages/${name}/package.json`));
  if (manifest.version !== version) problems.push(`packages/${name} is ${manifest.version}, the workspace ${version}.`);
  for (const [dependency, range] of Object.entries(manifest.dependencies ?? {})) {
    if (dependency.startsWith('@shotcaller/') && range !== version) {
      problems.push(`packages/${name} depends on ${dependency} ${range}, not on ${version}.`);
    }
  }
}
for (const name of published) {
  const { status, stderr } = spawnSync(
    'npm',
    ['publish', `./packages/${name}`, '--dry-run', '--ignore-scripts', '--provenance=false'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  if (status === 0) console.log(`${name} ${version} would be published.`);
  else problems.push(`npm would not publish packages/${name}: ${stderr.trim()}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
