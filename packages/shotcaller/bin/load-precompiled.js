'use strict';
// Runs one file of dist/cli with the code that was compiled at build time, for the very Node that it was built with; another compiles anew.
// V8 takes the code of another build of its own version, and the process ends with a segmentation fault: so the name says which Node.
// In a file that was compiled ahead import() does not work: what it loads later it loads with require.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, '..', 'dist', 'cli');

exports.compile = function compile(name, cachedData) {
  const filename = join(folder, `${name}.cjs`);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'utf8')}\n})`;
  const script = new Script(source, { filename, cachedData });
  const run = () => {
    // Files that it loads ask for it again: they must find this one, not run it a second time.
    const module = new Module(filename, null);
    module.filename = filename;
    module.paths = Module._nodeModulePaths(folder);
    Module._cache[filename] = module;
    script.runInThisContext()(module.exports, Module.createRequire(filename), module, filename, dirname(filename));
    module.loaded = true;
  };
  return { script, run };
};

exports.loadPrecompiled = function loadPrecompiled(name) {
  exports.compile(name, readCache(name)).run();
};

function cachePath(name) {
  return join(folder, `${name}.${process.version}-${process.platform}-${process.arch}.cache`);
}

exports.cachePath = cachePath;

function readCache(name) {
  try {
    return readFileSync(cachePath(name));
  } catch {
    return undefined;
  }
}
