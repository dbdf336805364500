'use strict';
// Runs one file of dist/cli with the code that was compiled at build time. Another version of Node refuses that code and compiles anew.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, '..', 'dist', 'cli');

exports.compile = function compile(name, cachedData) {
  const filename = join(folder, `${name}.cjs`);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(source, {
    filename,
    cachedData,
    importModuleDynamically: (specifier) => import(specifier),
  });
  const run = () => {
    const module = { exports: {} };
    script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
    return module.exports;
  };
  return { script, run };
};

exports.loadPrecompiled = function loadPrecompiled(name) {
  return exports.compile(name, readCache(name)).run();
};

function readCache(name) {
  try {
    return readFileSync(join(folder, `${name}.cache`));
  } catch {
    return undefined;
  }
}
