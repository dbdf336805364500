import type { ReactNode } from 'react';

/** Something to know, in its place. `failure` is read out at once. */
export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: 'plain' | 'caution' | 'failure';
  readonly title?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={`notice ${tone}`} role={tone === 'failure' ? 'alert' : undefined}>
      {title && <strong>{title}</strong>}
      <div>{children}</div>
    </div>
  );
}
