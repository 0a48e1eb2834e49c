import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readEvents, type ServerEvent } from '../src/client/event-stream.ts';

/** The bytes of a text, cut at the given places. */
function cut(text: string, places: readonly number[]): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const ends = [...places.map(place => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return new ReadableStream({
    start(controller) {
      let from = 0;
      for (const end of ends) {
        if (end > from) controller.enqueue(bytes.subarray(from, end));
        from = end;
      }
      controller.close();
    },
  });
}

async function read(text: string, places: readonly number[] = []): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of readEvents(cut(text, places))) events.push(event);
  return events;
}

describe('server-sent events', () => {
  it('C2: fields, comments, several lines of data, and ids that stay, as the standard says', async () => {
    assert.deepEqual(
      await read(': hi\n\nid: 1\nevent: log\ndata: a\ndata:b\ndata\n\ndata: c\n\nid\nevent: x\n\ndata: last\n\n'),
      [
        { event: 'log', data: 'a\nb\n', id: '1' },
        { event: 'message', data: 'c', id: '1' },
        { event: 'message', data: 'last', id: '' },
      ],
    );
    assert.deepEqual(await read('data: half'), []);
    assert.deepEqual(await read('data: half\n'), []);
  });

  it('C2: events are the same however the bytes are cut and lines end', async () => {
    const word = fc.stringMatching(/^[a-zä漢😀 :{}"]{0,12}$/u);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record(
            { event: fc.constantFrom('run', 'log'), data: word, id: fc.nat(99).map(String) },
            { noNullPrototype: true },
          ),
          {
            maxLength: 5,
          },
        ),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(), { maxLength: 12 }),
        async (events, end, places) => {
          const text = events.map(e => `id: ${e.id}${end}event: ${e.event}${end}data: ${e.data}${end}${end}`).join('');
          // After a `\r` at the very end a `\n` may still come, so that the stream goes on here.
          assert.deepEqual(await read(`${text}:${end}`, places), events);
        },
      ),
    );
  });
});
