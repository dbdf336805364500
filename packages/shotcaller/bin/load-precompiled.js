'use strict';
// Runs one file of dist/cli, and those beside it that it loads, with the code that was compiled at build time, for the very Node that it was
// built with; elsewhere Node loads and compiles them itself.
// V8 takes the code of another build of its own version, and the process ends with a segmentation fault: so the name says which Node.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, join } = require('node:path');
const { Script, constants } = require('node:vm');

/** What it imports is loaded as for any other file. */
const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;

const folder = join(__dirname, '..', 'dist', 'cli');

/** Runs `dist/cli/NAME.cjs`. */
exports.loadPrecompiled = function loadPrecompiled(name) {
  load(join(folder, `${name}.cjs`), require, (filename, source) => {
    const cachedData = readCache(filename);
    return cachedData && new Script(source(), { filename, importModuleDynamically, cachedData });
  });
};

/** Runs it and keeps every script that it loads in `scripts`, by file: what V8 has compiled of one by its end can be kept. */
exports.loadForCompiling = function loadForCompiling(name, scripts) {
  load(join(folder, `${name}.cjs`), require, (filename, source) => {
    const script = new Script(source(), { filename, importModuleDynamically });
    scripts.set(filename, script);
    return script;
  });
};

function load(filename, requireItself, scriptOf) {
  // Files that load each other must find one another, not run a second time.
  const known = Module._cache[filename];
  if (known) return known.exports;
  const script = scriptOf(
    filename,
    // In ASCII, as precompile.mjs writes it.
    () => `(function (exports, require, module, __filename, __dirname) {${readFileSync(filename, 'latin1')}\n})`,
  );
  if (!script) return requireItself(filename);
  const module = new Module(filename, null);
  module.filename = filename;
  module.paths = Module._nodeModulePaths(folder);
  Module._cache[filename] = module;
  const requireOther = Module.createRequire(filename);
  const require = (name) =>
    name === `./${basename(name)}` && name.endsWith('.cjs')
      ? load(join(dirname(filename), name), requireOther, scriptOf)
      : requireOther(name);
  require.resolve = requireOther.resolve;
  script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
  module.loaded = true;
  return module.exports;
}

function cachePath(filename) {
  return `${filename.slice(0, -'.cjs'.length)}.${process.version}-${process.platform}-${process.arch}.cache`;
}

exports.cachePath = cachePath;

function readCache(filename) {
  try {
    return readFileSync(cachePath(filename));
  } catch {
    return undefined;
  }
}
