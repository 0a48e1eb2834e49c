/** The files of Waybill, by their names: no other YAML is touched (V1). */
export const FILE_PATTERNS = {
  'waybill-export': '**/*.export.yaml',
  'waybill-template': '**/*.template.yaml',
  'waybill-model': '**/*.model.yaml',
  'waybill-workspace': '**/waybill.yaml',
} as const;

/**
 * Which documents the language server is asked about. By pattern and not by language, so that it works when another
 * extension or a setting says that these are YAML; and by language where a file has no name yet.
 */
export const SELECTOR = [
  ...Object.values(FILE_PATTERNS).map(pattern => ({ scheme: 'file', pattern })),
  ...Object.keys(FILE_PATTERNS).map(language => ({ scheme: 'untitled', language })),
];

/** Whether a file is an export, by its name. */
export const isExportFile = (path: string): boolean => path.endsWith('.export.yaml');
