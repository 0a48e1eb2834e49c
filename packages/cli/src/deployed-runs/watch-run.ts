import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';
import { findRun, NEWEST_RUN } from './find-run.ts';
import { followRun } from './follow-run.ts';

/** Follows a run to its end; gives the exit code of its outcome. */
export async function watchRun(io: Io, word: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client =>
    followRun(io, client, await findRun(io, client, word, NEWEST_RUN), options),
  );
}
