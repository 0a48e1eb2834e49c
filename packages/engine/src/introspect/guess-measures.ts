import type { GuessedField, GuessedModel } from './guessed.ts';

/** Numbers that mean something when they are added up. */
const ADDS_UP =
  /(^|_)(amount|total|subtotal|revenue|turnover|gross|net|discount|tax|vat_amount|fee|fees|cost|costs|spend|spent|freight|shipping|quantity|qty|pieces|points|payment|paid|sum|(order|basket|cart|lifetime)_value|umsatz|betrag|menge|visitors|clicks|impressions)$/;
const MOST_SUMS = 4;
const MOST_DIMENSIONS = 8;

/** A few KPIs and dimensions to begin with (K6). */
export function guessMeasures(
  model: string,
  label: string,
  fields: readonly GuessedField[],
  eventDate: string | undefined,
): Pick<GuessedModel, 'kpis' | 'dimensions'> {
  const sums = fields.filter(
    ({ name, spec }) =>
      (spec.type === 'decimal' || spec.type === 'integer') &&
      spec.identifier === undefined &&
      spec.computed === undefined &&
      ADDS_UP.test(name),
  );
  const kpis: Record<string, Readonly<Record<string, string | true>>> = { [model]: { label, count: true } };
  for (const { name, spec } of sums.slice(0, MOST_SUMS)) {
    const kpi = name.startsWith('total') || name.endsWith('total') ? name : `total_${name}`;
    const said = spec.label ?? name;
    if (kpi in kpis) continue;
    kpis[kpi] = { label: kpi === name ? said : `Total ${said[0]?.toLowerCase()}${said.slice(1)}`, sum: name };
  }
  const groups = fields.filter(
    ({ spec }) =>
      (spec.type === 'enum' || spec.type === 'boolean') && spec.pii === undefined && spec.computed === undefined,
  );
  const dates = eventDate === undefined ? [] : [`${eventDate}.day`, `${eventDate}.month`];
  return { kpis, dimensions: [...groups.slice(0, MOST_DIMENSIONS).map(({ name }) => name), ...dates] };
}
