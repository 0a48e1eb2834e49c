import type { Client, ExportSummary, RunSummary, RunView } from '@waybill/api';

const PAGE = 200;

/** What the service was last seen to have: its exports, and the newest runs of those that somebody looked at. */
export interface Deployed {
  exports(): readonly ExportSummary[];
  /** Asks for the exports. True when they are others than before. */
  load(client: Client): Promise<boolean>;
  /** The newest runs of an export; asked for when nobody has asked yet. */
  runs(client: Client, name: string, most: number): Promise<readonly RunSummary[]>;
  /** Takes in a run as it is now; false when it belongs to no export that is known. */
  put(run: RunView): boolean;
  forgetRuns(name?: string): void;
  clear(): void;
}

export function deployed(): Deployed {
  let exports: readonly ExportSummary[] = [];
  const runs = new Map<string, Promise<RunSummary[]>>();
  /** Runs that are followed, which tell more than lists do. */
  const live = new Map<string, RunView>();
  return {
    exports: () => exports,
    async load(client) {
      const found = await allExports(client);
      const same = JSON.stringify(found) === JSON.stringify(exports);
      const before = new Map(exports.map(item => [item.name, item]));
      // An export with another last run has runs that are not known yet.
      for (const { name, lastRun } of found) if (differs(lastRun, before.get(name)?.lastRun)) runs.delete(name);
      exports = found;
      return !same;
    },
    runs(client, name, most) {
      const known = runs.get(name);
      if (known !== undefined) return known;
      const asked = client.listRuns({ query: { export: name, limit: most } }).then(({ items }) =>
        items.map(item => {
          const known = live.get(item.id);
          return known?.status === item.status ? known : item;
        }),
      );
      runs.set(name, asked);
      asked.catch(() => runs.delete(name));
      return asked;
    },
    put(run) {
      if (run.status === 'processing') live.set(run.id, run);
      else live.delete(run.id);
      const known = runs.get(run.export);
      if (known === undefined) return exports.some(({ name }) => name === run.export);
      runs.set(
        run.export,
        known.then(items => {
          const at = items.findIndex(({ id }) => id === run.id);
          return at < 0 ? [run, ...items] : items.with(at, run);
        }),
      );
      return true;
    },
    forgetRuns: name => (name === undefined ? runs.clear() : void runs.delete(name)),
    clear() {
      exports = [];
      runs.clear();
      live.clear();
    },
  };
}

type LastRun = ExportSummary['lastRun'];
const differs = (a: LastRun, b: LastRun | undefined): boolean => a?.id !== b?.id || a?.status !== b?.status;

async function allExports(client: Client): Promise<readonly ExportSummary[]> {
  const all: ExportSummary[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listExports({ query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
