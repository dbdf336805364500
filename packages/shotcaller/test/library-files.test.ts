import { describe, expect, test } from 'vitest';
import { createShotcaller } from '../src/index.ts';

describe('The folder for files that a program gives', () => {
  test.each(['s3://my-clips/jobs', 'S3://my-clips', 'file:///srv/clips'])(
    'that is an address, as %s, is refused when the library is made',
    (filesFolder) => {
      expect(() => createShotcaller({ filesFolder })).toThrow(
        /^filesFolder: (s3|S3|file):\/\/… is an address, not a folder\. Nothing was bought\. Use a folder here/,
      );
    },
  );

  test('that is an address with a password is refused without repeating it', () => {
    expect(() => createShotcaller({ filesFolder: 's3://me:secret@host/clips' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });

  test.each(['clips', '/srv/clips', 'C:\\clips', './s3:clips'])('may be a path such as %s', (filesFolder) => {
    expect(() => createShotcaller({ filesFolder })).not.toThrow();
  });
});
