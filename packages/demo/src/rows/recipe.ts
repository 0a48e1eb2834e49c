import type { Calendar } from '../calendar.ts';
import type { Dice } from '../dice.ts';

/** What the SQL of every table is made from. */
export interface Recipe {
  readonly dice: Dice;
  readonly calendar: Calendar;
  /** How many of each; the other tables follow from these. */
  readonly customers: number;
  readonly stores: number;
  readonly products: number;
}

/** One SQL statement, and the table that it fills when it fills one of the demo's own. */
export interface Step {
  readonly sql: string;
  readonly table?: string;
}

/** A step that fills a table; the select names its columns. */
export const fill = (table: string, select: string): Step => ({
  table,
  sql: `insert into loyalty.${table} by name ${select}`,
});

/** A step that prepares something for later ones. */
export const prepare = (sql: string): Step => ({ sql });

/** Store 1 stands at the airport and never closes; store 2 is the online shop. */
export const AIRPORT = 1;
export const ONLINE_SHOP = 2;

/** SQL for a second of the day in opening hours (08:00 to 20:59). */
export const openingSecond = (dice: Dice, id: string, name: string): string =>
  `(28800 + ${dice.roll(id, name, 46800)})`;
