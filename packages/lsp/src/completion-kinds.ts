import type { CompletionKind } from '@waybill/language';
import { CompletionItemKind } from 'vscode-languageserver/node';

/** The picture that editors have for each kind of completion. */
export const COMPLETION_KINDS: Readonly<Record<CompletionKind, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.Keyword,
  model: CompletionItemKind.Class,
  field: CompletionItemKind.Field,
  relation: CompletionItemKind.Interface,
  kpi: CompletionItemKind.Function,
  dimension: CompletionItemKind.EnumMember,
  predicate: CompletionItemKind.Operator,
  operator: CompletionItemKind.Operator,
  value: CompletionItemKind.Value,
  source: CompletionItemKind.Module,
  destination: CompletionItemKind.Module,
  template: CompletionItemKind.Struct,
  zone: CompletionItemKind.Constant,
  token: CompletionItemKind.Constant,
  date: CompletionItemKind.Event,
  duration: CompletionItemKind.Unit,
  schedule: CompletionItemKind.Event,
  name: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  secret: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
};
