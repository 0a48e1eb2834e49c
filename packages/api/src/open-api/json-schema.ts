import { z } from 'zod';

export type JsonSchema = Readonly<Record<string, unknown>>;

const COMPONENTS = '#/components/schemas/';
/** Formats whose pattern only says at length what the format says. */
const FORMATS = ['date', 'date-time', 'email', 'uri'];

/** Collects the schemas that have an id, so that each stands in the document once. */
export class SchemaCollector {
  readonly components: Record<string, JsonSchema> = {};

  /** What somebody sends: a key that is not known is refused. */
  sent(schema: z.ZodObject): JsonSchema {
    return this.#collect(schema.strict(), 'input');
  }

  /** What is answered: later versions may add keys. */
  answered(schema: z.ZodType): JsonSchema {
    return this.#collect(schema, 'output');
  }

  #collect(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const made = z.toJSONSchema(schema, {
      io,
      override: ({ jsonSchema }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        if (FORMATS.includes(String(jsonSchema.format))) delete jsonSchema.pattern;
        // That keys are text goes without saying.
        if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') delete jsonSchema.propertyNames;
      },
    });
    const { $defs, $schema: _, ...own } = pointed(made) as { $defs?: Record<string, JsonSchema>; $schema?: string };
    for (const [id, definition] of Object.entries($defs ?? {})) {
      const { id: _id, ...rest } = definition;
      this.components[id] = rest;
    }
    return own;
  }
}

/** The same, with references into the components of the document. */
function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' ? item.replace('#/$defs/', COMPONENTS) : pointed(item),
    ]),
  );
}
