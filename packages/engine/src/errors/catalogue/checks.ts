import { entry } from '../define.ts';

const counted = (rows: number): string => `${rows} ${rows === 1 ? 'row' : 'rows'}`;

/** What the checks before delivery find (O7). The file is kept in quarantine until a person decides. */
export const checkErrors = {
  'check-rows': entry<{ rows: number; usual: number; runs: number; allowed: string; away: number | undefined }>({
    kind: 'check',
    rules: ['O7'],
    message: p =>
      p.away === undefined
        ? `The file has ${counted(p.rows)}, and the last runs had none.`
        : `The file has ${counted(p.rows)}, ${p.away} % away from the ${p.usual} of the last ${p.runs === 1 ? 'run' : `${p.runs} runs`}; ${p.allowed} is allowed.`,
    fix: () =>
      'Look whether the data is complete. If it is right, approve the file; if it stays so, widen `checks: {rows: …}`.',
  }),
  'check-nulls': entry<{ field: string; empty: number; rows: number; share: number; most: string }>({
    kind: 'check',
    rules: ['O7'],
    message: p => `The field ${p.field} is empty in ${p.empty} of ${p.rows} rows (${p.share} %); ${p.most} is allowed.`,
    fix: p => `Look where the values of ${p.field} went. If it is right, approve the file.`,
  }),
  'check-columns': entry<{ changes: readonly string[] }>({
    kind: 'check',
    rules: ['O7'],
    message: p =>
      `The columns that the export reads or writes are not those of the last run: ${p.changes.slice(0, 5).join('; ')}${p.changes.length > 5 ? ` and ${p.changes.length - 5} more` : ''}.`,
    fix: () =>
      'Look whether the export still means the same. If it does, approve the file; the next run compares with this one.',
  }),
};
