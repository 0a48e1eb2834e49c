import assert from 'node:assert/strict';
import { ApiError, type Client, type RunEvent } from '@waybill/api';
import { peopleExport } from '../../../../test/cli/small-workspace.ts';
import { closeServices } from '../../../../test/support/service.ts';
import { eachStore } from '../../../../test/support/store.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { appendLog } from '../../src/runs/append-log.ts';
import { closeServed, type Served, serve, serveService } from './served.ts';

const DAILY = 'schedule: {daily: {hours: [6]}}\n';

/** Collects events as they come. */
function watching(client: Client, id: string, options: Parameters<Client['watchRun']>[1] = {}) {
  const events: RunEvent[] = [];
  const done = (async () => {
    for await (const event of client.watchRun({ params: { id } }, options)) events.push(event);
  })();
  done.catch(() => {});
  return { events, done };
}

const lines = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.event === 'log' ? [event.data.message] : []));

eachStore('events of a run', open => {
  let served: Served;
  let client: Client;
  let id: string;
  beforeEach(async () => {
    served = await serve({ store: await open() });
    client = await served.client('editor');
    await client.deployExport({ body: { text: peopleExport(DAILY) } });
    ({ id } = await client.runExport({ params: { name: 'people' } }));
  });
  afterEach(closeServed);
  afterEach(closeServices);

  const say = async (message: string) => {
    const { store, clock, signals } = served.service;
    await store.transaction(tx => appendLog(tx, id, clock.now(), [{ level: 'info', message }]));
    signals.emit('run', id);
  };

  it('C2 X4: a run is watched from the queue to its end: what it is, each line once, the end last', async () => {
    const { events, done } = watching(client, id);
    await waitFor('the first event', () => events.length > 0);
    assert.equal(events[0]?.event === 'run' && events[0].data.status, 'queued');
    await served.service.work();
    await done;
    const last = events.at(-1);
    assert.deepEqual(
      [last?.event, last?.event === 'end' && last.data.status, last?.event === 'end' && last.data.rows],
      ['end', 'success', 3],
    );
    const { items } = await client.getRunLog({ params: { id } });
    assert.deepEqual(
      lines(events),
      items.map(line => line.message),
    );
  });

  it('C2: what happened before is told at once, and of a run that is over the end', async () => {
    await served.service.work();
    const { events, done } = watching(client, id);
    await done;
    assert.deepEqual([...new Set(events.map(event => event.event))], ['log', 'end']);
  });

  it('C2: whoever comes back with the id of the last event misses no line and gets none twice', async () => {
    await served.service.work();
    const all = watching(client, id);
    await all.done;
    const log = all.events.filter(event => event.event === 'log');
    const half = log[Math.floor(log.length / 2)];
    const rest = watching(client, id, { lastEventId: half?.id });
    await rest.done;
    assert.deepEqual(lines(rest.events), lines(log.filter(event => Number(event.id) > Number(half?.id))));
    for (const lastEventId of ['-1', 'x', '99999999999999999999', '\u00e4']) {
      const garbled = watching(client, id, { lastEventId });
      await garbled.done;
      assert.deepEqual(lines(garbled.events), lines(log), lastEventId);
    }
  });

  it('C2 C4: a service that stops ends the events, and its successor goes on with them', async () => {
    const port = new URL(served.url).port;
    const { events, done } = watching(client, id);
    await waitFor('the first event', () => events.length > 0);
    await say('one');
    await waitFor('a line', () => lines(events).includes('one'));
    await served.close();
    const { store, config } = served.service;
    const { folder } = config;
    const again = await serve({
      store,
      env: { WAYBILL_PORT: port },
      folder: { path: folder, join: () => '', remove: async () => {}, [Symbol.asyncDispose]: async () => {} },
    });
    served = again;
    await say('two');
    await waitFor('the next line', () => lines(events).includes('two'));
    await again.service.work();
    await done;
    assert.equal(new Set(lines(events)).size, lines(events).length);
    assert.equal(events.at(-1)?.event, 'end');
  });

  it('C2 C3: what another process does to the run is seen, too', async () => {
    const { events, done } = watching(client, id);
    await waitFor('the first event', () => events.length > 0);
    const { store, clock } = served.service;
    await store.transaction(tx => appendLog(tx, id, clock.now(), [{ level: 'warning', message: 'from elsewhere' }]));
    await waitFor('the line of the other', () => lines(events).includes('from elsewhere'));
    await client.cancelRun({ params: { id } });
    await done;
    const last = events.at(-1);
    assert.equal(last?.event === 'end' && last.data.status, 'cancelled');
  });

  it('C2: whoever stops watching is forgotten; a run that is not there is an error, not a wait', async () => {
    const { signals } = served.service;
    const before = signals.listenerCount('run');
    const stop = new AbortController();
    const { events, done } = watching(client, id, { signal: stop.signal });
    await waitFor('the first event', () => events.length > 0);
    assert.equal(signals.listenerCount('run'), before + 1);
    stop.abort();
    await done;
    await waitFor('the listener to go', () => signals.listenerCount('run') === before);
    await assert.rejects(
      watching(client, 'none').done,
      error => error instanceof ApiError && error.status === 404 && error.code === 'unknown-run',
    );
  });

  it('C4: a stop does not wait for those who watch', async () => {
    const other = await serveService(served.service);
    const watched = watching(await other.client('viewer'), id, { signal: AbortSignal.timeout(20_000) });
    await waitFor('the first event', () => watched.events.length > 0);
    const began = performance.now();
    await other.close();
    assert.ok(performance.now() - began < 3000);
  });
});
