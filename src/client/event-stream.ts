/** One server-sent event. */
export interface StreamEvent {
  /** What to send as `Last-Event-ID` to go on after it; empty before the first. */
  readonly id: string;
  /** Empty for an event that only tells the id. */
  readonly data: string;
}

/** An event is an attempt with its bodies, at most. */
const EVENT_LIMIT = 64 * 1024 * 1024;

/**
 * Reads server-sent events, as far as the emulator sends them: one line of data each.
 *
 * @throws RangeError for an event of more than 64 Mi characters
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<StreamEvent> {
  const decoder = new TextDecoder();
  let text = '';
  let id = '';
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > EVENT_LIMIT) throw new RangeError('An event of the stream is too large.');
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => line.split(/: ?(.*)/s, 2));
      id = fields.find(([name]) => name === 'id')?.[1] ?? id;
      const data = fields.find(([name]) => name === 'data')?.[1] ?? '';
      if (fields.some(([name]) => name === 'id' || name === 'data')) yield { id, data };
    }
  }
}
