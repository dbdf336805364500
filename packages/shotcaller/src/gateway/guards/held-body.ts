/** A body that tells when it is read or given up, and that can be cut off. */
export function heldBody(
  body: ReadableStream<Uint8Array>,
  { onEnd, onCut }: { readonly onEnd: () => void; readonly onCut: (cut: () => void) => void },
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onCut(() => {
          controller.error(new DOMException('The key is no longer valid.', 'AbortError'));
          reader.cancel().catch(() => undefined);
          onEnd();
        });
      },
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          onEnd();
          controller.close();
        } catch (error) {
          onEnd();
          controller.error(error);
        }
      },
      async cancel(reason) {
        onEnd();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
