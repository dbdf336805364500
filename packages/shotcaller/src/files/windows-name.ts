/**
 * A name of one file or folder as Windows can keep it: without dots and spaces at its end, which Windows drops, and with an
 * underscore before a device's name. There `nul.mp4` is the device NUL, whatever the extension: a clip written to it is gone.
 *
 * Source: learn.microsoft.com/windows/win32/fileio/naming-a-file, read 2026-10-09; superscript digits count as digits there.
 */
export function windowsName(name: string): string {
  if (/^\.{1,2}$/.test(name)) return name;
  const kept = name.replace(/[. ]+$/, '') || '_';
  return /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *([.:]|$)/i.test(kept) ? `_${kept}` : kept;
}
