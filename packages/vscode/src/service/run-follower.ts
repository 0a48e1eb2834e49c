import type { Client, LogLine, RunView } from '@waybill/api';

/** Runs at once; a service may have many more in progress than anybody looks at. */
const MOST = 20;

export interface RunFollower {
  /** Follows a run to its end, once however often it is asked for; undefined when it is no longer followed. */
  follow(client: Client, id: string): Promise<RunView | undefined>;
  /** Stops all following: the runs go on. */
  stop(): void;
}

export interface FollowedRun {
  /** Something changed. */
  readonly run: (run: RunView) => void;
  readonly line: (id: string, line: LogLine) => void;
}

/** Live progress of runs by the events of the service (C2). */
export function runFollower(heard: FollowedRun): RunFollower {
  let stopping = new AbortController();
  const followed = new Map<string, Promise<RunView | undefined>>();

  const watch = async (client: Client, id: string, signal: AbortSignal): Promise<RunView | undefined> => {
    for await (const event of client.watchRun({ params: { id } }, { signal })) {
      if (event.event === 'log') heard.line(id, event.data);
      else heard.run(event.data);
      if (event.event === 'end') return event.data;
    }
    return undefined;
  };

  return {
    follow(client, id) {
      const already = followed.get(id);
      if (already !== undefined) return already;
      if (followed.size >= MOST) return Promise.resolve(undefined);
      const following = watch(client, id, stopping.signal).finally(() => followed.delete(id));
      followed.set(id, following);
      return following;
    },
    stop() {
      stopping.abort();
      stopping = new AbortController();
      followed.clear();
    },
  };
}
