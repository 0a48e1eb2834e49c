/**
 * Chance that is the same everywhere: a number made of the row's id, the name of what is decided and the seed.
 *
 *     roll(id, name, n) = mix(id × 2654435769 mod 2³² xor key(name, seed)) mod n
 *
 * `mix` is the 32-bit mixer "lowbias32" (xor-shift 16, × 0x7feb352d, xor-shift 15, × 0x846ca68b, xor-shift 16), a
 * bijection; `key` is FNV-1a of the name, mixed with the seed. It is plain integer arithmetic, so that no version of a
 * database or of its random() changes the rows.
 */

const MIX_1 = 0x7feb352d;
const MIX_2 = 0x846ca68b;
const GOLDEN = 0x9e3779b9;

/** SQL that defines the mixer for one DuckDB connection. */
export const DICE_MACROS: readonly string[] = [
  `create or replace temp macro mix_1(x) as (xor(x, x >> 16) * ${MIX_1}) & 4294967295`,
  `create or replace temp macro mix_2(x) as (xor(x, x >> 15) * ${MIX_2}) & 4294967295`,
  'create or replace temp macro mix_3(x) as xor(x, x >> 16)',
  `create or replace temp macro mix(id, k) as
     mix_3(mix_2(mix_1(xor((id::ubigint * ${GOLDEN}) & 4294967295, k::ubigint))))`,
];

const mixNumber = (value: number): number => {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), MIX_1) >>> 0;
  x = Math.imul(x ^ (x >>> 15), MIX_2) >>> 0;
  return (x ^ (x >>> 16)) >>> 0;
};

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
};

/** A text as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A list of texts (or nulls) as a SQL list. */
export const list = (texts: readonly (string | null)[]): string =>
  `[${texts.map(text => (text === null ? 'null' : literal(text))).join(', ')}]`;

/** Chance as SQL; `id` is SQL for a whole number, `name` says what is decided, and each name is decided apart. */
export interface Dice {
  /** 32 bits. */
  readonly bits: (id: string, name: string) => string;
  /** A whole number from 0 up to `sides` (SQL or a number), which is left out. */
  readonly roll: (id: string, name: string, sides: number | string) => string;
  /** True in so many of a thousand cases. */
  readonly chance: (id: string, name: string, perMille: number) => string;
  /** One of the texts. */
  readonly pick: (id: string, name: string, texts: readonly (string | null)[]) => string;
  /** A UUID (version 4 in form). */
  readonly uuid: (id: string, name: string) => string;
}

export const createDice = (seed: number): Dice => {
  const bits: Dice['bits'] = (id, name) => `mix(${id}, ${mixNumber(fnv1a(name) ^ mixNumber(seed))})`;
  const roll: Dice['roll'] = (id, name, sides) => `(${bits(id, name)} % ${sides})::bigint`;
  return {
    bits,
    roll,
    chance: (id, name, perMille) => `(${bits(id, name)} % 1000 < ${perMille})`,
    pick: (id, name, texts) => `(${list(texts)})[1 + ${roll(id, name, texts.length)}]`,
    uuid: (id, name) =>
      `format('{:08x}-{:04x}-4{:03x}-a{:03x}-{:04x}{:08x}', ${bits(id, `${name} 1`)}, ${roll(id, `${name} 2`, 65536)}, ` +
      `${roll(id, `${name} 3`, 4096)}, ${roll(id, `${name} 4`, 4096)}, ${roll(id, `${name} 5`, 65536)}, ` +
      `${bits(id, `${name} 6`)})::uuid`,
  };
};
