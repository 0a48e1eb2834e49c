import { z } from 'zod';

/** What several resources of the API share. */

export const instantSchema = z.iso.datetime({ offset: true }).describe('An instant: `2026-12-01T05:30:00Z`.');

export const daySchema = z.iso.date().describe('A day: `2026-12-01`.');

export const exportNameSchema = z.string().min(1).max(100).describe('Name of an export.');

export const idSchema = z
  .string()
  .regex(/^[\w-]{1,80}$/)
  .describe('An id.');

/** Roles (Q1, L7); each may do what those before it may. */
export const ROLES = ['viewer', 'editor', 'admin'] as const;
export const roleSchema = z.enum(ROLES).describe('`viewer` reads, `editor` changes exports, `admin` also the service.');
export type Role = z.infer<typeof roleSchema>;

/** Where somebody asks from (R1). */
export const VIAS = ['schedule', 'slack', 'vscode', 'cli', 'api'] as const;
export const viaSchema = z.enum(VIAS).describe('Where it came from.');
export type Via = z.infer<typeof viaSchema>;

/** The header in which a client says what it is: `cli`, `vscode`, `slack`. Default `api`. */
export const VIA_HEADER = 'waybill-via';
/**
 * The header in which a token that may act for others says for whom: an id, a name, and if known the person's role, each
 * percent-encoded: `slack:U0123 Anna%20Huber editor`.
 */
export const ON_BEHALF_HEADER = 'waybill-on-behalf-of';
/** The header that says beside it which groups that person is in, with commas: `slack-group:S0123,slack-group:S0456`. */
export const ON_BEHALF_GROUPS_HEADER = 'waybill-on-behalf-groups';
/** The header that makes a request safe to send again (C2). */
export const IDEMPOTENCY_HEADER = 'idempotency-key';
/** Of an answer that was given before, to the same key. */
export const REPLAYED_HEADER = 'idempotent-replayed';

export const problemSchema = z
  .object({
    code: z.string().describe('Stable code; docs/errors.md explains each.'),
    severity: z.enum(['error', 'warning']),
    message: z.string().describe('What is wrong.'),
    fix: z.string().describe('What to do.'),
    place: z
      .object({
        file: z.string().optional(),
        line: z.int().optional(),
        column: z.int().optional(),
        endLine: z.int().optional(),
        endColumn: z.int().optional(),
        path: z.string().optional().describe('Key path in the document or the request: `fields[2].to`.'),
      })
      .optional(),
    found: z.string().optional(),
    expected: z.string().optional(),
    suggestions: z.array(z.string()).optional().describe('The nearest right words, best first.'),
  })
  .meta({ id: 'Problem' });
export type ApiProblem = z.infer<typeof problemSchema>;

/** An error as RFC 9457 has it, with the problems of the catalogue. */
export const problemDetailsSchema = z
  .object({
    type: z.string().describe('Address of the page about the first code.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('The code of the first problem.'),
    requestId: z.string(),
    problems: z.array(problemSchema),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;

/** Whose exports a list is about. */
export const scopeSchema = z
  .enum(['mine', 'all'])
  .describe('`mine`: only exports that the person who asks created. Default `all`.');

/** How many items a page has, and where it begins. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).optional().describe('Items on the page, 1 to 200. Default 50.'),
  cursor: z.string().max(2000).optional().describe('`next` of the page before.'),
};
export const DEFAULT_PAGE = 50;

/** A page of items; `next` is the cursor of the page after, null on the last one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Cursor of the next page; null on the last.'),
  });

export const byteSchema = z.number().nonnegative().describe('Bytes.');
export const rowSchema = z.number().int().nonnegative().describe('Data rows.');
