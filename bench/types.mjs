// What the types per model cost whoever compiles: 300 calls over 30 models, with literal ids and with the same ids `as string`, which
// checks nothing. Prints check times and instantiations of tsc, the best of three each, over the built packages.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledCatalog } from '@shotcaller/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const mostSeconds = 0.5;

export default function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-types-'));
  try {
    const typed = best(folder, '');
    const open = best(folder, ' as string');
    const more = typed.seconds - open.seconds;
    return [
      {
        name: `types per model, in the check time of 300 calls (1.00 is ${mostSeconds} s more)`,
        ratio: Math.max(0, more) / mostSeconds,
        limit: 1,
        detail: `${typed.seconds.toFixed(2)} s with, ${open.seconds.toFixed(2)} s without; ${typed.instantiations} and ${open.instantiations} instantiations`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function best(folder, suffix) {
  writeFileSync(join(folder, 'calls.ts'), calls(suffix));
  const paths = { '@shotcaller/core': ['core'], shotcaller: ['shotcaller'] };
  for (const name of Object.keys(paths)) paths[name] = [join(root, 'packages', paths[name][0], 'dist/index.d.ts')];
  const compilerOptions = { ...strict, paths };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['calls.ts'] }));
  const runs = Array.from({ length: 3 }, () => {
    const args = [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--extendedDiagnostics'];
    const told = execFileSync(process.execPath, args, { encoding: 'utf8' });
    return {
      seconds: Number(/Check time:\s+([\d.]+)s/.exec(told)[1]),
      instantiations: Number(/Instantiations:\s+(\d+)/.exec(told)[1]),
    };
  });
  return runs.sort((one, other) => one.seconds - other.seconds)[0];
}

const strict = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: 'ES2023',
  module: 'ESNext',
  moduleResolution: 'bundler',
  types: [],
};

function calls(suffix) {
  const lines = bundledCatalog.models.flatMap(({ id, durationsSeconds, resolutions, aspectRatios }) =>
    Array.from({ length: 10 }, (_, index) => {
      const requirements = {
        prompt: `clip ${index}`,
        ...(durationsSeconds && { durationSeconds: durationsSeconds[index % durationsSeconds.length] }),
        ...(resolutions && { resolution: resolutions[index % resolutions.length] }),
        ...(aspectRatios && { aspectRatio: aspectRatios[index % aspectRatios.length] }),
      };
      return `void shotcaller.run(${JSON.stringify(requirements)}, { model: ${JSON.stringify(id)}${suffix} });`;
    }),
  );
  return ["import type { Shotcaller } from 'shotcaller';", 'declare const shotcaller: Shotcaller;', ...lines, ''].join(
    '\n',
  );
}
