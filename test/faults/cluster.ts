import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@waybill/api';
import pg from 'pg';
import { type ServeProcess, serve } from '../cli/served-workspace.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { type Sshd, startSshd } from '../support/sftp-server.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { type TempFolder, tempFolder } from '../support/temp-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** Rows of every file. */
const ROWS = 2000;

export interface ClusterOptions {
  /** Processes of the service. */
  readonly processes: number;
  readonly exports: number;
  readonly database: 'postgresql' | 'sqlite';
  readonly env?: Readonly<Record<string, string>>;
}

/** Real processes of the service over real servers, and what breaks them. */
export interface Cluster extends AsyncDisposable {
  readonly processes: ServeProcess[];
  readonly postgres: PostgresServer;
  readonly network: TcpProxy;
  readonly folder: string;
  /** Starts the process in this place anew. */
  start(place: number): Promise<void>;
  /** As if the service had been down: every schedule owes its firings of so many minutes, and begins to queue them. */
  owe(minutes: number): Promise<void>;
  /** No further firings. */
  pauseAll(): Promise<void>;
  counts(): Promise<Readonly<Record<string, number>>>;
  /** Runs that failed once and wait for another attempt. */
  waiting(): Promise<number>;
  /** Waits until no run is queued or processing. */
  settle(timeout: number): Promise<void>;
  /** What a receiver and an operator find; empty when everything is in order. */
  faults(): Promise<readonly string[]>;
}

const MODEL = `version: 1
model: people
source: crm
table: people
key: id
event_date: joined
fields:
  id: {type: integer, identifier: true}
  name: string
  joined: datetime
`;

const exportText = (name: string): string => `version: 1
name: ${name}
model: people
timezone: UTC
fields: [id, name]
filters: none
window: {by: event_date, last: 1000 days}
deliver: {to: partner, path: "${name}/%Y%m%d-%H%M", if_exists: version, manifest: trigger}
schedule: {daily: {hours: "*", minutes: "*"}}
`;

/** Everything waits for little, so that a test is short; nothing waits for nothing, so that it is real. */
const SETTINGS = {
  WAYBILL_LEASE: '3 s',
  WAYBILL_TICK: '100 ms',
  WAYBILL_RETRY_FIRST: '500 ms',
  WAYBILL_RETRY_LONGEST: '2 s',
  WAYBILL_ATTEMPTS: '50',
  WAYBILL_CONCURRENCY: '2',
  WAYBILL_MISSED_AFTER: '1 min',
};

export async function startCluster({ processes, exports, database, env = {} }: ClusterOptions): Promise<Cluster> {
  const folder: TempFolder = await tempFolder();
  const upload = folder.join('upload');
  await mkdir(upload);
  await mkdir(folder.join('ssh'));
  const postgres = await startPostgres({ version: 18 });
  const source = await postgres.createDatabase('crm');
  const crm = new pg.Client({ connectionString: source });
  await crm.connect();
  await crm.query(
    `create table people as select i as id, 'Person ' || i as name, now() - interval '1 day' as joined
     from generate_series(1, ${ROWS}) i; alter table people add primary key (id)`,
  );
  await crm.end();
  const sshd: Sshd = await startSshd(folder.join('ssh'));
  const network = await startTcpProxy({ port: sshd.port });
  await mkdir(folder.join('shop/catalog'), { recursive: true });
  await mkdir(folder.join('shop/.waybill/secrets'), { recursive: true });
  await writeFile(folder.join('shop/.waybill/secrets/partner_key'), sshd.key, { mode: 0o600 });
  await writeFile(folder.join('shop/catalog/people.model.yaml'), MODEL);
  await writeFile(
    folder.join('shop/waybill.yaml'),
    `version: 1
brand: {name: Faults, timezone: UTC}
sources: {crm: {type: postgres, url: "\${env:CRM_URL}", concurrency: 20}}
destinations:
  partner:
    {type: sftp, host: 127.0.0.1, port: ${network.port}, user: ${sshd.user}, key: "\${secret:partner_key}", host_key: "${sshd.fingerprints.ed25519}", folder: ${upload}}
limits: {max_window: 10 years}
`,
  );
  const store = database === 'postgresql' ? await postgres.createDatabase('service') : undefined;
  const settings = {
    ...SETTINGS,
    CRM_URL: source,
    ...(store === undefined ? {} : { WAYBILL_DATABASE: store }),
    WAYBILL_KEY: '5'.repeat(64),
    ...env,
  };
  const running: ServeProcess[] = [];
  const start = async (place: number) => {
    running[place] = await serve(folder.join('shop'), [], settings);
  };
  for (let i = 0; i < processes; i++) await start(i);

  const client = async () => {
    const text = await readFile(folder.join('shop/.waybill/service/connection.json'), 'utf8');
    return createClient(JSON.parse(text) as { url: string; token: string });
  };
  const names = Array.from({ length: exports }, (_, i) => `export-${i}`);
  for (const name of names) await (await client()).deployExport({ body: { text: exportText(name) } });

  const ask = storeQueries(database, store ?? folder.join('shop/.waybill/service/waybill.db'));
  return {
    processes: running,
    postgres,
    network,
    folder: folder.path,
    start,
    owe: async minutes => {
      const all = async () => Object.values(await ask.counts()).reduce((sum, n) => sum + n, 0);
      const before = await all();
      await ask.owe(minutes);
      await waitFor('what is owed to be queued', async () => (await all()) > before, { timeout: 60_000 });
    },
    pauseAll: async () => {
      for (const name of names) {
        await waitFor(`${name} to be paused`, async () => {
          await (await client()).pauseExport({ params: { name }, body: {} });
          return true;
        });
      }
    },
    counts: () => ask.counts(),
    waiting: () => ask.waiting(),
    settle: async timeout => {
      await waitFor(
        'every run to be over',
        async () => {
          const { queued = 0, processing = 0 } = await ask.counts();
          return queued + processing === 0;
        },
        { timeout, interval: 200 },
      );
    },
    faults: async () => [...(await ask.faults()), ...(await filesFaults(upload, await ask.occasions()))],
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(one => one.end('SIGKILL').catch(() => {})));
      await network.stop();
      await sshd[Symbol.asyncDispose]();
      await postgres.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

interface Occasion {
  readonly name: string;
  readonly at: Date;
}

/** The store, looked at from outside. */
function storeQueries(database: ClusterOptions['database'], where: string) {
  const rows = async <T>(sql: string): Promise<T[]> => {
    if (database === 'postgresql') {
      const db = new pg.Client({ connectionString: where });
      await db.connect();
      try {
        return (await db.query(sql)).rows as T[];
      } finally {
        await db.end();
      }
    }
    const { default: Database } = await import('libsql');
    const db = new Database(where);
    try {
      db.exec('pragma busy_timeout = 5000');
      const statement = db.prepare(sql);
      return (statement.reader ? statement.all() : [statement.run()]) as T[];
    } finally {
      db.close();
    }
  };
  const occasions = async (): Promise<Occasion[]> => {
    const found = await rows<{ name: string; occasion: string }>(
      `select e.name as name, r.occasion as occasion from "Run" r join "Export" e on e.id = r."exportId"
       group by e.name, r.occasion`,
    );
    return found.map(({ name, occasion }) => ({ name, at: new Date(occasion.slice(3, occasion.indexOf('/'))) }));
  };
  return {
    occasions,
    owe: async (minutes: number) => {
      const from = new Date(Math.floor(Date.now() / 60_000) * 60_000 - minutes * 60_000);
      // On SQLite the store keeps instants as milliseconds.
      const instant = database === 'postgresql' ? `'${from.toISOString()}'` : from.getTime();
      await rows(`update "Export" set "nextAt" = ${instant}`);
    },
    counts: async () => {
      const found = await rows<{ status: string; n: number | string }>(
        'select status, count(*) as n from "Run" group by status',
      );
      return Object.fromEntries(found.map(({ status, n }) => [status, Number(n)]));
    },
    waiting: async () => {
      const [found] = await rows<{ n: number | string }>(
        `select count(*) as n from "Run" where status = 'queued' and attempt > 0`,
      );
      return Number(found?.n ?? 0);
    },
    faults: async (): Promise<string[]> => {
      const bad = await rows<{ name: string; occasion: string; states: string }>(
        `select e.name as name, r.occasion as occasion, min(r.status) as states from "Run" r
         join "Export" e on e.id = r."exportId" group by e.name, r.occasion
         having sum(case when r.status = 'success' then 1 else 0 end) <> 1`,
      );
      const open = await rows<{ occasion: string; state: string }>(
        `select occasion, state from "Delivery" where state <> 'delivered'`,
      );
      return [
        ...bad.map(({ name, occasion, states }) => `${name} ${occasion} is ${states}`),
        ...open.map(({ occasion, state }) => `the delivery of ${occasion} is ${state}`),
        ...gaps(await occasions()),
        ...((await occasions()).length === 0 ? ['nothing was ever fired'] : []),
      ];
    },
  };
}

/** Minutes between the first and the last firing of an export that were never queued. */
function gaps(occasions: readonly Occasion[]): string[] {
  const found: string[] = [];
  for (const name of new Set(occasions.map(one => one.name))) {
    const times = occasions.filter(one => one.name === name).map(one => one.at.getTime());
    const known = new Set(times);
    for (let at = Math.min(...times); at <= Math.max(...times); at += 60_000) {
      if (!known.has(at)) found.push(`${name} was never fired for ${new Date(at).toISOString()}`);
    }
  }
  return found;
}

/** What a receiver finds: one whole file and one trigger for each occasion, and nothing else. */
async function filesFaults(upload: string, occasions: readonly Occasion[]): Promise<string[]> {
  const wanted = new Set(
    occasions.flatMap(({ name, at }) => {
      const stamp = at.toISOString().replaceAll(/[-:]/g, '').replace('T', '-').slice(0, 13);
      return [`${name}/${stamp}.csv`, `${name}/${stamp}.csv.done`];
    }),
  );
  const found: string[] = [];
  const seen = new Set<string>();
  for (const folder of await readdir(upload)) {
    for (const file of await readdir(join(upload, folder))) {
      const path = `${folder}/${file}`;
      seen.add(path);
      if (!wanted.has(path)) found.push(`${path} is nothing that was to be delivered`);
      else if (path.endsWith('.csv')) {
        const lines = (await readFile(join(upload, path), 'utf8')).split('\n').length;
        // A header, and an end after the last row.
        if (lines !== ROWS + 2) found.push(`${path} has ${lines - 2} rows`);
      }
    }
  }
  for (const path of wanted) if (!seen.has(path)) found.push(`${path} was not delivered`);
  return found;
}
