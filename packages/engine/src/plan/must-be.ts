import type { Followed } from '../catalog/index.ts';
import { type Place, type Problem, WaybillError } from '../errors/index.ts';
import type { Checked } from '../time/index.ts';

/** Where a key of the definition stands. */
export type Locate = (path: readonly string[]) => Place;

/**
 * The value of a check, or its problems thrown. Most were found when the definition was checked; what depends on the
 * run's day (a window that reaches into it) shows here first, and `locate` says where in the definition it is.
 */
export function mustBe<T>(checked: Checked<T>, locate?: Locate): T {
  if (checked.ok) return checked.value;
  const [first, ...rest] = checked.problems.map(
    ({ problem, path }): Problem => (locate ? { ...problem, place: locate(path) } : problem),
  );
  if (!first) throw new Error('a failed check without a problem');
  throw new WaybillError([first, ...rest]);
}

/** The same for paths through the catalog. */
export function mustFollow<T>(followed: Followed<T>): T {
  if (followed.ok) return followed.value;
  throw new WaybillError([followed.failure.problem]);
}
