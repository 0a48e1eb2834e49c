import type { Followed } from '../catalog/index.ts';
import { WaybillError } from '../errors/index.ts';
import type { Checked } from '../time/index.ts';

/** The value of a check that earlier steps have already made; what is still wrong is told as any error is. */
export function mustBe<T>(checked: Checked<T>): T {
  if (checked.ok) return checked.value;
  const [first, ...rest] = checked.problems;
  throw new WaybillError([first.problem, ...rest.map(p => p.problem)]);
}

/** The same for paths through the catalog. */
export function mustFollow<T>(followed: Followed<T>): T {
  if (followed.ok) return followed.value;
  throw new WaybillError([followed.failure.problem]);
}
