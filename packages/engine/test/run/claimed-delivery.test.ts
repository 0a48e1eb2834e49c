import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import fc from 'fast-check';
import type { Direction } from '../../../../test/support/tcp-proxy.ts';
import { type TempFolder, tempFolder } from '../../../../test/support/temp-folder.ts';
import type { IfExists, MadeFiles } from '../../src/delivery/index.ts';
import { temporaryPath } from '../../src/delivery/stage-by-rename.ts';
import { type RunRequest, type RunResult, runExport, WaybillError } from '../../src/index.ts';
import { prepareExport } from '../../src/run/prepare-export.ts';
import { Temporal } from '../../src/time/index.ts';
import { loadWorkspace } from '../../src/workspace/index.ts';
import { BACKENDS, type Backend, PLAIN_SFTP } from '../delivery/backends.ts';
import { gate, type Hooks, LeaseLost, MemoryLedger, type Step } from './memory-ledger.ts';

const WORKSPACE = 'version: 1\nbrand: {name: Test}\nsources: {db: {type: duckdb, file: none.duckdb}}\n';
const MODEL = 'version: 1\nmodel: sales\ntable: sales\nkey: id\nfields: {id: integer}\n';

/** Files of one size: nothing but their bytes tells whose they are. */
const BYTES = 70_001;
const FAST = { attempts: 3, first: 1, factor: 1, longest: 1 };
const IF_EXISTS: readonly IfExists[] = ['overwrite', 'version', 'fail'];

type Companion = 'json' | 'trigger' | undefined;

interface Shape {
  readonly ifExists: IfExists;
  readonly companion: Companion;
  readonly parts: number;
}

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

for (const kind of [...BACKENDS, PLAIN_SFTP].filter(({ name }) => !name.startsWith('ftps'))) {
  describe(`R2 delivery over ${kind.name}, claimed in a ledger`, function () {
    this.timeout(240_000);
    let backend: Backend;
    let folder: TempFolder;
    before(async () => {
      backend = await kind.start();
      folder = await tempFolder();
      await mkdir(folder.join('catalog'));
      await writeFile(folder.join('waybill.yaml'), WORKSPACE);
      await writeFile(folder.join('catalog', 'sales.model.yaml'), MODEL);
    });
    after(async () => {
      await backend[Symbol.asyncDispose]();
      await folder.remove();
    });

    const content = (who: string, part: number): Buffer => Buffer.alloc(BYTES, `${who}${part};`);
    const made = async (who: string, parts: number): Promise<MadeFiles> => {
      const files: MadeFiles['files'] = [];
      for (let part = 1; part <= parts; part++) {
        const name = `${who}-${part}.csv`;
        const bytes = content(who, part);
        await writeFile(folder.join(name), bytes);
        const number = parts === 1 ? null : part;
        files.push({ part: number, name, path: folder.join(name), bytes: BYTES, sha256: hash(bytes), rows: 7 });
      }
      const facts = { rows: 7 * parts, guardedCells: 0, columns: [], sourceColumns: {}, window: null, warnings: [] };
      return { ...facts, files, started: '2026-11-22T09:00:00.000Z' };
    };

    const attempt = async (
      who: string,
      ledger: MemoryLedger,
      shape: Shape,
      hooks: Hooks = {},
      more: Partial<RunRequest> = {},
    ) => {
      const workspace = loadWorkspace(folder.path, { env: {}, destinations: { partner: backend.settings } });
      const { ifExists, companion, parts } = shape;
      const manifest = companion === undefined ? '' : `, manifest: ${companion}`;
      const split = parts === 1 ? '' : 'file: {split: {rows: 7}}\n';
      const text = `version: 1\nname: x\nmodel: sales\nfields: [id]\nfilters: none\n${split}deliver: {to: partner, path: in/x, if_exists: ${ifExists}${manifest}}\n`;
      const prepared = prepareExport({ workspace, text, runAt: Temporal.Instant.from('2026-11-22T09:00:00Z') });
      return runExport(prepared, {
        runId: 'run-1',
        attemptId: `run-1-${who}`,
        keepFolder: folder.join('kept', who),
        made: await made(who, parts),
        ledger: ledger.attempt(`run-1-${who}`, hooks),
        keepOnFailure: true,
        retry: FAST,
        signal: new AbortController().signal,
        ...more,
      });
    };

    const names = () => [...backend.all().keys()].sort();
    const nameOf = ({ parts }: Shape, part: number, version: string) =>
      parts === 1 ? `in/x${version}.csv` : `in/x_000${part}${version}.csv`;

    /** What an earlier occasion left: under the same names, of the same size. */
    const earlierOccasion = async (shape: Shape) => {
      backend.clear();
      if (shape.ifExists !== 'fail') await attempt('old', new MemoryLedger(), shape);
      backend.age();
    };

    /** Everything that is there, seen as a receiver and as an operator sees it. */
    const mustHold = (shape: Shape, who: string, result: RunResult) => {
      const version = shape.ifExists === 'version' ? '_2' : '';
      const numbers = Array.from({ length: shape.parts }, (_, i) => i + 1);
      const expected = numbers.map(part => nameOf(shape, part, version));
      const older = shape.ifExists === 'version' ? numbers.map(part => nameOf(shape, part, '')) : [];
      const ending = shape.companion === 'json' ? '.manifest.json' : '.done';
      const companions = (of: string) => (shape.companion ? [`in/x${of}.csv${ending}`] : []);
      const all = [...expected, ...older, ...companions(version), ...(older.length > 0 ? companions('') : [])];
      assert.deepEqual(names(), all.sort(), 'what is there');
      for (const part of numbers) {
        assert.ok(backend.read(nameOf(shape, part, version)).equals(content(who, part)), `part ${part} is of ${who}`);
        if (older.length > 0) assert.ok(backend.read(nameOf(shape, part, '')).equals(content('old', part)));
      }
      if (shape.companion === 'json') {
        const manifest = JSON.parse(backend.read(`in/x${version}.csv.manifest.json`).toString());
        assert.deepEqual(
          manifest.files.map((file: { sha256: string }) => file.sha256),
          numbers.map(part => hash(content(who, part))),
        );
      }
      assert.equal(result.status, 'success');
      assert.deepEqual(
        result.receipt.deliveries[0]?.files.map(file => file.path),
        expected,
      );
      assert.deepEqual(
        result.receipt.files.map(file => file.sha256),
        numbers.map(part => hash(content(who, part))),
      );
    };

    const isRefusal = (error: unknown) =>
      error instanceof LeaseLost || (error instanceof WaybillError && error.kind === 'destination');
    const mustFail = (work: Promise<unknown>) => assert.rejects(work, isRefusal);

    /** Pauses an attempt at a step, and lets another one take over. False when the attempt had no such step. */
    const overtake = async (
      shape: Shape,
      when: keyof Hooks,
      isHere: (step: Step, number: number) => boolean,
    ): Promise<boolean> => {
      await earlierOccasion(shape);
      const ledger = new MemoryLedger();
      const stop = gate();
      let at: string | undefined;
      const hook = async (step: Step, number: number) => {
        if (!isHere(step, number)) return;
        at = step;
        await stop.wait();
      };
      const paused = attempt('a', ledger, shape, { [when]: hook });
      const ended = paused.then(
        () => undefined,
        (error: unknown) => error,
      );
      await Promise.race([stop.arrived, paused]);
      if (at === undefined) return false;
      if (at === 'delivered' && when === 'after') {
        // Noted as done: the next attempt sends nothing at all.
        const again = await attempt('b', ledger, shape, { before: step => assert.equal(step, 'begin') });
        stop.open();
        assert.equal(await ended, undefined);
        mustHold(shape, 'a', again);
      } else {
        const result = await attempt('b', ledger, shape);
        // Everything was in place when it was paused before it noted that: that is the delivery.
        const who = at === 'delivered' ? 'a' : 'b';
        mustHold(shape, who, result);
        stop.open();
        const error = await ended;
        assert.ok(isRefusal(error), `${when} ${at}: ${error instanceof Error ? error.stack : 'it succeeded'}`);
        mustHold(shape, who, result);
      }
      assert.equal(ledger.deliveries, 1, `${when} ${at}`);
      return true;
    };

    /** Lets the ledger fail at a step. False when the attempt had no such step. */
    const failAt = async (shape: Shape, number: number): Promise<boolean> => {
      await earlierOccasion(shape);
      const before = names();
      const ledger = new MemoryLedger();
      const gone = new Error('the database of the service is away');
      let at: string | undefined;
      const hook = (step: string, n: number) => {
        if (n !== number) return;
        at = step;
        throw gone;
      };
      const error = await attempt('a', ledger, shape, { before: hook }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (at === undefined) return false;
      assert.equal(error, gone);
      if (at !== 'delivered') assert.deepEqual(names(), before, `left after ${at}`);
      mustHold(shape, at === 'delivered' ? 'a' : 'b', await attempt('b', ledger, shape));
      assert.equal(ledger.deliveries, 1);
      return true;
    };

    /** A ledger and a destination as they are when an attempt is killed after it published, changed by `then`. */
    async function killedAfterPublishing(
      shape: Shape,
      then: (intent: NonNullable<ReturnType<MemoryLedger['entry']>['intent']>) => void,
    ): Promise<MemoryLedger> {
      const ledger = new MemoryLedger();
      const killed = new Error('killed');
      const dying = attempt('a', ledger, shape, {
        before: step => {
          if (step === 'delivered') throw killed;
        },
      });
      await assert.rejects(dying, error => error === killed);
      const { intent } = ledger.entry('partner');
      assert.ok(intent);
      then(intent);
      return ledger;
    }

    /** Puts a file back, as if it had not been published. */
    const hide = (file: { readonly path: string; readonly stagedFor: string } | undefined, attemptId: string) => {
      assert.ok(file);
      backend.hide(file.path, temporaryPath(file.stagedFor, attemptId));
    };

    it('R2 X2 paused right before it replaces a file, then overtaken: the file of the other stays', async () => {
      const shape: Shape = { ifExists: 'overwrite', companion: undefined, parts: 1 };
      assert.ok(await overtake(shape, 'after', step => step === 'publishing'));
    });

    // It differs in nothing else.
    if (kind === PLAIN_SFTP) return;

    for (const [i, ifExists] of IF_EXISTS.entries()) {
      const single: Shape = { ifExists, companion: (['json', undefined, 'json'] as const)[i], parts: 1 };
      const several: Shape = { ifExists, companion: 'trigger', parts: 2 };
      // Over slow protocols not everything of everything.
      const slow = kind.name === 'sftp' || kind.name === 'ftp';
      const shapes = slow ? [ifExists === 'fail' ? single : several] : [single, several];
      for (const shape of shapes) {
        const said = `if_exists: ${ifExists}, ${shape.parts} file(s), ${shape.companion ?? 'no companion'}`;

        it(`R2 X2 paused at any step, then overtaken: one delivery, ${said}`, async () => {
          for (const when of ['before', 'after'] as const) {
            for (let number = 0; await overtake(shape, when, (_, n) => n === number); number++);
          }
        });

        if (slow && ifExists !== 'overwrite') continue;
        it(`R2 X2 a ledger that fails at any step: its own error, nothing left, and the next attempt delivers, ${said}`, async () => {
          for (let number = 0; await failAt(shape, number); number++);
        });
      }
    }

    it('R2 X2 killed after the files and before their companion: the next attempt adds it, and sends no file', async () => {
      for (const ifExists of IF_EXISTS) {
        for (const companion of ['json', 'trigger'] as const) {
          const shape: Shape = { ifExists, companion, parts: 2 };
          await earlierOccasion(shape);
          const ledger = await killedAfterPublishing(shape, intent => hide(intent.companion, intent.attemptId));
          const sent: string[] = [];
          const result = await attempt(
            'b',
            ledger,
            shape,
            {},
            { onProgress: ({ sent: bytes }) => sent.push(`${bytes}`) },
          );
          mustHold(shape, 'a', result);
          assert.deepEqual([...new Set(sent)], []);
        }
      }
    });

    it('R2 X2 killed between two parts: the part in place is replaced or removed, and both are of one attempt', async () => {
      for (const ifExists of IF_EXISTS) {
        const shape: Shape = { ifExists, companion: 'trigger', parts: 2 };
        await earlierOccasion(shape);
        const ledger = await killedAfterPublishing(shape, intent => {
          hide(intent.companion, intent.attemptId);
          hide(intent.files[1], intent.attemptId);
        });
        mustHold(shape, 'b', await attempt('b', ledger, shape));
      }
    });

    it('R2 X2 two attempts killed in a row leave nothing that the third does not clear away', async () => {
      for (const ifExists of IF_EXISTS) {
        const shape: Shape = { ifExists, companion: 'trigger', parts: 2 };
        await earlierOccasion(shape);
        const ledger = new MemoryLedger();
        const stops = [gate(), gate()] as const;
        const first = attempt('a', ledger, shape, {
          after: step => (step === 'publishing' ? stops[0].wait() : undefined),
        });
        const firstFails = mustFail(first);
        await stops[0].arrived;
        const second = attempt('b', ledger, shape, {
          before: step => (step === 'publishing' ? stops[1].wait() : undefined),
        });
        const secondFails = mustFail(second);
        await stops[1].arrived;
        const result = await attempt('c', ledger, shape);
        mustHold(shape, 'c', result);
        for (const stop of stops) stop.open();
        await Promise.all([firstFails, secondFails]);
        mustHold(shape, 'c', result);
      }
    });

    it('R2 X2 an attempt that failed after it was about to publish is not taken for one that delivered', async () => {
      const shape: Shape = { ifExists: 'overwrite', companion: 'trigger', parts: 1 };
      await earlierOccasion(shape);
      const ledger = new MemoryLedger();
      const stop = new AbortController();
      const aborted = attempt(
        'a',
        ledger,
        shape,
        { after: step => (step === 'publishing' ? stop.abort() : undefined) },
        { signal: stop.signal },
      );
      await assert.rejects(aborted, error => error instanceof WaybillError && error.kind === 'interrupted');
      mustHold(shape, 'b', await attempt('b', ledger, shape));
    });

    if (kind.name !== 'local') {
      const cutPoint = (cost: Readonly<Record<Direction, number>>) =>
        fc
          .tuple(fc.constantFrom<Direction>('up', 'down'), fc.double({ min: 0, max: 1, noNaN: true }))
          .map(([direction, part]) => ({ direction, after: Math.floor(part * cost[direction]) }));

      it('R2 X2 the connection cut at any byte of an attempt: the next one ends with exactly one delivery', async () => {
        const { proxy } = backend;
        assert.ok(proxy);
        const shape = (ifExists: IfExists): Shape => ({ ifExists, companion: 'json', parts: 2 });
        await earlierOccasion(shape('overwrite'));
        const from = { ...proxy.passed };
        await attempt('a', new MemoryLedger(), shape('overwrite'));
        const cost = { up: proxy.passed.up - from.up, down: proxy.passed.down - from.down };
        await fc.assert(
          fc.asyncProperty(
            cutPoint(cost),
            cutPoint(cost),
            fc.constantFrom(...IF_EXISTS),
            async (cut, next, ifExists) => {
              proxy.restore();
              await earlierOccasion(shape(ifExists));
              const ledger = new MemoryLedger();
              for (const [who, point] of [
                ['a', cut],
                ['b', next],
              ] as const) {
                proxy.cutAfter(point.direction, point.after);
                await attempt(who, ledger, shape(ifExists), {}, { retry: { ...FAST, attempts: 1 } }).catch(
                  (error: unknown) => assert.ok(error instanceof WaybillError, String(error)),
                );
                proxy.restore();
              }
              const result = await attempt('c', ledger, shape(ifExists));
              const [file] = result.receipt.deliveries[0]?.files ?? [];
              const who = ['a', 'b', 'c'].find(one => file?.sha256 === hash(content(one, 1)));
              mustHold(shape(ifExists), who ?? 'nobody', result);
              assert.equal(ledger.deliveries, 1);
            },
          ),
          { numRuns: 10 },
        );
      });
    }
  });
}
