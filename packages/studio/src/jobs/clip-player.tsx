import { deliveryDifferenceSentence } from '@shotcaller/core';
import type { ReactNode } from 'react';
import type { FileView } from '../api/wire.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { visible } from '../controls/visible-text.ts';
import { madeText } from './clip-text.tsx';
import { safePath, useClipFile, useFileUrl } from './file-url.ts';
import { LostClip } from './lost-clip.tsx';

/** The clip, what was verified about it, what it cost, and its files. */
export function ClipPlayer({ file, children }: { readonly file: FileView; readonly children: ReactNode }) {
  const { contentUrl, name, bytes, sha256, differences, path } = file;
  const { url: clipUrl, isLost, onLost, again, tries } = useClipFile(safePath(contentUrl));
  const sidecarUrl = useFileUrl(safePath(`${contentUrl.replace(/\/content$/, '')}/sidecar`));
  return (
    <div className="clip">
      {isLost ? (
        <LostClip what={visible(name)} onAgain={again} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: a generated clip has no captions to give
        <video
          key={tries}
          controls
          playsInline
          src={clipUrl}
          aria-label={`The clip ${visible(name)}`}
          onError={onLost}
        />
      )}
      <div className="clip-facts">
        <p className={differences.length === 0 ? 'verified' : 'differs'}>
          {differences.length === 0 ? 'Verified' : 'Delivered, with differences:'}
        </p>
        <p>
          {madeText(file)} · {(bytes / 1e6).toFixed(2)} MB
        </p>
        {children}
        {differences.map((difference) => (
          <p key={difference.code} className="problem">
            {visible(deliveryDifferenceSentence(difference))}
          </p>
        ))}
        <p className="clip-buttons">
          <a className="button primary" href={clipUrl} download={visible(name)}>
            Download
          </a>
          <a className="button" href={sidecarUrl} download={`${visible(name)}.json`}>
            Sidecar (JSON)
          </a>
        </p>
        <p className="soft sha">
          SHA-256 {sha256.slice(0, 16)}… <CopyButton text={sha256} label="Copy" />
        </p>
        {path !== undefined && <p className="soft path">{visible(path)}</p>}
      </div>
    </div>
  );
}
