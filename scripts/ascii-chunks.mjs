/**
 * Writes what is built in ASCII: a file with one other character is read slowly, and V8 keeps its text with two bytes for each, which a heap
 * pays fourfold. Types, with their docs, stay as they are.
 *
 * @returns {import('rolldown').Plugin}
 */
export function asciiChunks() {
  return {
    name: 'ascii-chunks',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk' || /\.d\.[cm]?ts$/.test(file.fileName)) continue;
        // There the escape would be read as what it is written with.
        if (/\\[^\0-\x7f]|String\.raw`[^`]*[^\0-\x7f]/.test(file.code))
          throw new Error(`${file.fileName} has characters that cannot be written otherwise.`);
        file.code = file.code.replaceAll(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
      }
    },
  };
}
