import type { SymbolKind as Ours } from '@waybill/language';
import { SymbolKind } from 'vscode-languageserver/node';

/** The picture that editors have for each of our symbols. */
export const SYMBOL_KINDS: Readonly<Record<Ours, SymbolKind>> = {
  section: SymbolKind.Namespace,
  list: SymbolKind.Array,
  value: SymbolKind.Property,
  field: SymbolKind.Field,
  relation: SymbolKind.Interface,
  kpi: SymbolKind.Function,
  predicate: SymbolKind.Operator,
  dimension: SymbolKind.EnumMember,
  criterion: SymbolKind.Boolean,
  source: SymbolKind.Module,
  destination: SymbolKind.Package,
  model: SymbolKind.Class,
  export: SymbolKind.File,
  template: SymbolKind.Struct,
};
