/** Whether a text is the address of a store, such as `s3://bucket`, and no folder. */
export function isStoreAddress(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

/** Throws `TypeError` for an address: taken for a folder it would be one of that name here, and clips would be bought into it. */
export function checkFilesFolder(filesFolder: string): void {
  if (!isStoreAddress(filesFolder)) return;
  // The rest of an address may hold a password.
  const scheme = filesFolder.slice(0, filesFolder.indexOf('://'));
  throw new TypeError(
    `filesFolder: ${scheme}://… is an address, not a folder. Nothing was bought. Use a folder here, and fileStore for another place; shotcaller serve and shotcaller worker accept --files s3://….`,
  );
}
