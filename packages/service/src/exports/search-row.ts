import type { Tx } from '../store/store.ts';
import type { ExportRow } from './find-export.ts';
import { searchTextOf } from './fold.ts';

type Searched = Pick<
  ExportRow,
  'name' | 'description' | 'sortName' | 'model' | 'createdBy' | 'creatorContact' | 'createdAt' | 'status'
>;

/** What ExportSearch has of an export. */
export const searchRow = ({
  name,
  description,
  sortName,
  model,
  createdBy,
  creatorContact,
  createdAt,
  status,
}: Searched) => ({
  text: searchTextOf(name, description),
  sortName,
  model,
  createdBy,
  creatorContact,
  createdAt,
  status,
});

/** An export's new status, for searches as well; to be called with every write of it. Archived ones are not searched. */
export async function noteStatus(
  tx: Tx,
  { id, status: before }: Pick<ExportRow, 'id' | 'status'>,
  status: ExportRow['status'],
): Promise<void> {
  if (status !== before) await tx.exportSearch.updateMany({ where: { id }, data: { status } });
}
