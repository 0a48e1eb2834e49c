import type { z } from 'zod';

/** A JSON column through its schema; null stays null. */
export const readJson = <T extends z.ZodType>(schema: T, text: string | null): z.output<T> | null =>
  text === null ? null : schema.parse(JSON.parse(text));
