import type { Problem, ProblemKind } from '@waybill/engine/errors';

/** What the exit code of every command means; the help and docs/cli.md say the same. */
export const EXIT = {
  ok: 0,
  /** A fault of Waybill's own. */
  internal: 1,
  /** A definition, a catalog or the command line is wrong. */
  input: 2,
  /** A source or a destination failed. */
  server: 3,
  /** This machine: its disk, its permissions, another run of the same export. */
  machine: 4,
  /** A check before delivery says no. */
  check: 5,
  /** A service that is asked gives no answer, or does not let this one in. */
  service: 6,
  interrupted: 130,
} as const;

const CODE_OF: Readonly<Record<ProblemKind, number>> = {
  internal: EXIT.internal,
  input: EXIT.input,
  source: EXIT.server,
  destination: EXIT.server,
  machine: EXIT.machine,
  check: EXIT.check,
  service: EXIT.service,
  interrupted: EXIT.interrupted,
};

/** Which kind decides when there are several: what stopped the command, before what it stumbled over. */
const ORDER: readonly ProblemKind[] = [
  'interrupted',
  'internal',
  'service',
  'input',
  'check',
  'machine',
  'source',
  'destination',
];

/** The exit code for what went wrong; warnings alone are fine. */
export function exitCodeOf(problems: readonly Problem[]): number {
  const kinds = new Set(problems.filter(p => p.severity === 'error').map(p => p.kind));
  const worst = ORDER.find(kind => kinds.has(kind));
  return worst === undefined ? EXIT.ok : CODE_OF[worst];
}
