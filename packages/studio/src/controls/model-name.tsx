import { visible } from './visible-text.ts';

/** A model's id with its author set back. Text from outside: shown, never obeyed. */
export function ModelName({ id }: { readonly id: string }) {
  const slash = id.indexOf('/');
  return (
    <span className="model-name">
      <span className="author">{visible(id.slice(0, slash + 1))}</span>
      <wbr />
      <span className="slug">{visible(id.slice(slash + 1))}</span>
    </span>
  );
}
