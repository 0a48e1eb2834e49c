/** One event as server-sent events have it. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** The longest event that is taken, characters: a run with its receipt is far below it. */
const LONGEST = 16 * 1024 * 1024;

/** Reads a stream of server-sent events (HTML, 9.2). Comments, which keep the connection open, are left out. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent, void, void> {
  let event = '';
  let data: string[] = [];
  let id = '';
  for await (const line of readLines(body)) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), id };
      event = '';
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  }
}

/** Lines, whichever way they end; a last one that is not ended is left out, since its event is not whole. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      // A `\r` at the end may be the first half of `\r\n`.
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      text = lines.pop() ?? '';
      if (text.length > LONGEST) throw new Error('an event that does not end');
      yield* lines;
    }
  } finally {
    // Also ends the request when nobody reads on.
    await reader.cancel().catch(() => {});
  }
}
