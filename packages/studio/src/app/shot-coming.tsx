import { useSyncExternalStore } from 'react';
import { choiceOf } from '../brief/choice-link.ts';
import { shortened, visible } from '../controls/visible-text.ts';
import { orderSender } from '../shots/order-sender.ts';
import { shotStore } from '../shots/shot-store.ts';
import { orderWords, partWords } from '../words.ts';

/** In the place of the takes while their page is on its way: who has just pressed Shoot sees at once what became of it. */
export function ShotComing({ id }: { readonly id: string | null }) {
  const { underWay } = useSyncExternalStore(orderSender.subscribe, orderSender.now);
  const shot = id === null ? undefined : shotStore.get(id);
  const isPlacing = shot?.takes.some(({ key }) => underWay.has(key)) ?? false;
  return (
    <main className="page" id="main" aria-busy="true">
      <h1 className="shot-title">{(shot && visible(shortened(choiceOf(shot.query).sentence, 160))) || 'Takes'}</h1>
      <p className="soft" role="status">
        {isPlacing ? orderWords.placing : partWords.loading}
      </p>
    </main>
  );
}
