import { deliveryDifferenceSentence } from '@shotcaller/core';
import type { ReactNode } from 'react';
import type { FileView } from '../api/wire.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { visible } from '../controls/visible-text.ts';
import { safePath, useFileUrl } from './file-url.ts';

/** The clip, what was verified about it, what it cost, and its files. */
export function ClipPlayer({ file, children }: { readonly file: FileView; readonly children: ReactNode }) {
  const { contentUrl, name, width, height, durationSeconds, hasAudio, bytes, sha256, differences, path } = file;
  const clipUrl = useFileUrl(safePath(contentUrl));
  const sidecarUrl = useFileUrl(safePath(`${contentUrl.replace(/\/content$/, '')}/sidecar`));
  const facts = [
    width && height ? `${width} × ${height}` : undefined,
    durationSeconds === null ? undefined : `${durationSeconds.toFixed(2)} s`,
    hasAudio === null ? undefined : hasAudio ? 'with sound' : 'silent',
    `${(bytes / 1e6).toFixed(2)} MB`,
  ].filter((fact) => fact !== undefined);
  return (
    <div className="clip">
      {/* biome-ignore lint/a11y/useMediaCaption: a generated clip has no captions to give */}
      <video controls playsInline src={clipUrl} aria-label={`The clip ${visible(name)}`} />
      <div className="clip-facts">
        <p className={differences.length === 0 ? 'verified' : 'differs'}>
          {differences.length === 0 ? 'Verified' : 'Delivered, with differences:'}
        </p>
        <p>{facts.join(' · ')}</p>
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
