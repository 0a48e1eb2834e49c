import type { AudienceList } from '../audience/read-audience-file.ts';
import { compile, compileEmptyCells, type Dialect, dialectOf, tablesOf, usedColumns } from '../dialect/index.ts';
import { buildPlan, type Plan } from '../plan/index.ts';
import { type CompiledQuery, openSource, type Source, type StoredTable } from '../rows/index.ts';
import { type RunFacts, sourceColumnsOf, storedColumnsOf } from './checks.ts';
import { maxWindowOf, type PreparedExport } from './prepare-export.ts';

export interface PlanChoices {
  /** Rows at most; previews only. */
  readonly limit?: number;
  readonly maskPersonalData?: boolean;
  /** What {@link audienceOf} gave. */
  readonly audienceList?: AudienceList | undefined;
}

/** The people of an audience file (D7); undefined where the export names none. */
export async function audienceOf(prepared: PreparedExport, signal: AbortSignal): Promise<AudienceList | undefined> {
  const { workspace, definition } = prepared;
  const { audience } = definition;
  if (!audience || !('file' in audience)) return undefined;
  const people = workspace.catalog.models.get(workspace.audience.model);
  if (!people) throw new Error(`no model ${workspace.audience.model}`);
  const { readAudienceFile } = await import('../audience/read-audience-file.ts');
  return readAudienceFile(workspace.folder, audience.file, people, signal);
}

/** The plan step: names resolved, window fixed. No database is asked yet. */
export function planExport(prepared: PreparedExport, choices: PlanChoices = {}): Plan {
  const { workspace, definition, moment, lastSuccess, window, fileOptions, locate } = prepared;
  const model = workspace.catalog.models.get(definition.model ?? '');
  return buildPlan({
    definition,
    catalog: workspace.catalog,
    sourceTimezone: (model && workspace.source(model.source).timezone) ?? workspace.brandZone,
    moment,
    lastSuccess,
    window,
    maxWindow: maxWindowOf(workspace),
    decimalComma: fileOptions.decimalComma,
    audienceSettings: workspace.audience,
    locate,
    ...choices,
  });
}

/** An open source and what it has of the plan's tables. Disposing of it closes the connection. */
export interface OpenPlan extends AsyncDisposable {
  readonly plan: Plan;
  readonly source: Source;
  readonly dialect: Dialect;
  /** What this plan reads and writes, for the checks of later runs (O7). */
  readonly columnFacts: Required<Omit<RunFacts, 'rows'>>;
  /** Column → type of everything that its tables have. */
  readonly storedColumns: Readonly<Record<string, string>>;
  /** How many values of the fields that `checks.nulls` names are empty (O7). Not while another query runs. */
  emptyCells(signal: AbortSignal): Promise<Readonly<Record<string, number>>>;
  /** `of`: another plan over the same tables. Default: the plan that was opened. */
  compile(answer: 'cells' | 'json', of?: Plan): CompiledQuery;
}

export async function openPlan(prepared: PreparedExport, plan: Plan, signal: AbortSignal): Promise<OpenPlan> {
  const { workspace } = prepared;
  const config = workspace.source(plan.source);
  const dialect = dialectOf(config.type);
  const source = await openSource(plan.source, config, { workspaceFolder: workspace.folder, signal });
  try {
    const stored: readonly StoredTable[] = await source.describe(tablesOf(plan), signal);
    const key = workspace.hashKey();
    const hashKey = key === undefined ? undefined : Buffer.from(key, 'utf8');
    return {
      plan,
      source,
      dialect,
      columnFacts: {
        sourceColumns: sourceColumnsOf(usedColumns(plan, stored), stored),
        outputColumns: plan.columns.map(column => column.header),
      },
      storedColumns: storedColumnsOf(stored),
      emptyCells: async asked => {
        const query = compileEmptyCells(plan, stored, dialect);
        const counts: Record<string, number> = {};
        for await (const [row] of source.rows(query, asked)) {
          for (const [i, { header }] of query.columns.entries()) counts[header] = Number(row?.[i] ?? 0);
        }
        return counts;
      },
      compile: (answer, of = plan) => compile(of, stored, dialect, { answer, hashKey }),
      [Symbol.asyncDispose]: async () => source[Symbol.asyncDispose](),
    };
  } catch (error) {
    await source[Symbol.asyncDispose]();
    throw error;
  }
}
