export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** DuckDB knows no escapes but the doubled quote. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
