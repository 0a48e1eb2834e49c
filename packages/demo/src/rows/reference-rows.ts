import { AWKWARD_NOTES, AWKWARD_STREETS } from '../awkward-texts.ts';
import { ENUMS } from '../column-type.ts';
import { list, literal } from '../dice.ts';
import { TABLES } from '../tables.ts';
import { CITIES, PRODUCT_KINDS, PRODUCT_LINES, STREETS } from '../word-lists.ts';
import { AIRPORT, fill, ONLINE_SHOP, type Recipe, type Step } from './recipe.ts';

const nth = (texts: readonly (string | null)[], index: string): string =>
  `(${list(texts)})[1 + (${index}) % ${texts.length}]`;

const stores = ({ dice, calendar, stores: count }: Recipe): Step => {
  // Stores stand in the first fifteen cities: those of the brand's own countries.
  const cities = CITIES.slice(0, 15);
  const city = (part: 0 | 1 | 2): string =>
    nth(
      cities.map(c => c[part]),
      'id * 7',
    );
  const online = `id = ${ONLINE_SHOP}`;
  return fill(
    'stores',
    `select id,
       'S-' || lpad(id::varchar, 3, '0') as code,
       case id when ${AIRPORT} then 'Flughafen Wien "T3"' when ${ONLINE_SHOP} then 'Online shop'
         else ${city(0)} || ', ' || ${dice.pick('id', 'store street', STREETS)} || ' (' || id || ')' end as name,
       case when ${online} then 'online' else ${nth(['north', 'east', 'south', 'west'], 'id')} end as zone,
       case when ${online} then null when id % 9 = 4 then ${nth(AWKWARD_STREETS, 'id // 9')}
         else ${dice.pick('id', 'store street', STREETS)} || ' ' || (1 + ${dice.roll('id', 'store house', 140)}) end as street,
       case when ${online} then null else ${city(1)} end as postal_code,
       case when ${online} then null else ${city(0)} end as city,
       case when id <= 2 then 'AT' else ${city(2)} end as country,
       case when id > 2 and ${city(2)} = 'CH' then 'CHF' else 'EUR' end as currency,
       case when ${online} then null else (46000000 + ${dice.roll('id', 'latitude', 3000000)}) * 0.000001 end as latitude,
       case when ${online} then null else (9000000 + ${dice.roll('id', 'longitude', 8000000)}) * 0.000001 end as longitude,
       case when ${online} then null else (8000 + ${dice.roll('id', 'floor', 120000)}) * 0.01 end as floor_area,
       case when id % 5 = 0 then null else 'store' || id || '@northwind.example' end as manager_email,
       id % 11 <> 8 as open,
       ${calendar.daysBefore(`2000 + ${dice.roll('id', 'opened', 6000)}`)} as opened_on,
       case when id % 11 = 8 then ${calendar.daysBefore(dice.roll('id', 'closed', 300))} end as closed_on,
       ${calendar.moment('1460', '32400')} as created_at,
       ${calendar.moment(dice.roll('id', 'store update', 200), '36000')} as updated_at
     from range(1, ${count + 1}) as t(id)`,
  );
};

const products = ({ dice, calendar, products: count }: Recipe): Step =>
  fill(
    'products',
    `select 'P-' || (1000 + n) as id,
       ${nth(PRODUCT_LINES, 'n * 5')} || ' ' || ${nth(
         PRODUCT_KINDS.map(kind => kind[1]),
         'n',
       )} || ' ' || n as name,
       ${nth(
         PRODUCT_KINDS.map(kind => kind[0]),
         'n',
       )} as category,
       -- Skewed: many cheap things, few dear ones.
       ((499 + ${dice.roll('n', 'price', 150)} * ${dice.roll('n', 'price 2', 150)}) * 0.01)::decimal(12, 2) as price,
       case n % 20 when 3 then 0.000000000001::decimal(24, 12) when 7 then 999999999999.999999999999::decimal(24, 12)
         when 11 then null when 13 then 0::decimal(24, 12)
         else (${dice.roll('n', 'weight', 9000)} * 0.001)::decimal(24, 12) end::decimal(24, 12) as weight_kg,
       case when n % 8 = 5 then null else '90' || lpad((${dice.bits('n', 'ean')})::varchar, 11, '0') end as ean,
       n % 10 <> 9 as active,
       ${calendar.daysBefore(`n % 7 * 180 + ${dice.roll('n', 'launched', 180)}`)} as launched_on,
       case when n % 4 = 0 then null when n % 4 = 1 then ''
         else 'Light, durable' || chr(10) || '"Made for the mountains" – ' || n || ' uses' end as description,
       case when n % 6 = 0 then null else json_array(${nth(['new', 'sale', 'été', '50 %'], 'n')}, 'line ' || n % 6) end as tags,
       case when n % 3 = 0 then null else chr((65 + n % 26)::integer) || '-' || n % 40 end as cf_shelf,
       ${calendar.moment('1460', '28800 + n % 3600')} as created_at,
       ${calendar.moment(dice.roll('n', 'product update', 120), '39600')} as updated_at
     from range(1, ${count + 1}) as t(n)`,
  );

const rewards = ({ dice, calendar }: Recipe): Step =>
  fill(
    'rewards',
    `select 'R-' || (200 + n) as id,
       ${nth(['Coffee mug', 'Voucher 10 €', 'Guided hike', 'Tree planted', 'Bivouac, one night', 'Cap "Nordwand"'], 'n - 1')}
         || case when n > 6 then ' ' || n else '' end as name,
       ${nth(['product', 'voucher', 'experience', 'donation', 'experience', 'product'], 'n - 1')} as kind,
       (100 + n * 50)::integer as points_cost,
       ((100 + n * 50) * 0.05)::decimal(10, 2) as worth,
       case when n % 3 = 0 then null else (n * 13 % 200)::integer end as stock,
       n % 7 <> 6 as active,
       ${calendar.daysBefore('1460 - n * 20')} as valid_from,
       case when n % 7 = 6 then ${calendar.daysBefore('n')} end as valid_until,
       case when n % 2 = 0 then 'One per member;' || chr(13) || chr(10) || 'not for resale, no cash value.' end as terms,
       ${calendar.moment('1460 - n * 20', '32400')} as created_at,
       ${calendar.moment(dice.roll('n', 'reward update', 150), '37800')} as updated_at
     from range(1, 25) as t(n)`,
  );

const challenges = ({ dice, calendar }: Recipe): Step =>
  fill(
    'challenges',
    `select 'C-' || (300 + n) as id,
       ${nth(['Welcome quiz', 'Three stores in a week', '"Summit" selfie', 'Buy local, buy twice', 'Freundschaft zählt', '🏃 10 km'], 'n - 1')}
         || case when n > 6 then ' ' || n else '' end as name,
       ${nth(['quiz', 'visit', 'social', 'purchase', 'social', 'visit'], 'n - 1')} as kind,
       case when n % 4 = 0 then null else 'Step by step:' || chr(10) || '1. read, 2. do, 3. share "it"' end as description,
       (n * 25)::integer as points,
       n % 5 <> 0 as active,
       ${calendar.daysBefore('1460 - n * 60')} as starts_on,
       case when n % 5 = 0 then ${calendar.daysBefore('n * 3')} end as ends_on,
       json_array(json_object('step', 1, 'do', 'open'), json_object('step', 2, 'do', ${nth(AWKWARD_NOTES, 'n')})) as steps,
       ${calendar.moment('1460 - n * 60', '34200')} as created_at,
       ${calendar.moment(dice.roll('n', 'challenge update', 100), '34200')} as updated_at
     from range(1, 15) as t(n)`,
  );

const couponPools = ({ dice, calendar }: Recipe): Step =>
  fill(
    'coupon_pools',
    `select n as id,
       ${nth(['Welcome', 'Birthday', 'Win-back, spring', 'Black "Friday"', 'Étudiants', 'Staff'], 'n - 1')}
         || case when n > 6 then ' ' || n else '' end as name,
       ${nth(['WEL', 'BDAY', 'BACK', 'BLACK', 'ETU', 'STAFF'], 'n - 1')} || case when n > 6 then n::varchar else '' end as prefix,
       ${nth(['fixed', 'percent', 'gift'], 'n')} as kind,
       case when n % 3 = 1 then (5 + n)::decimal(5, 2) + 0.50 end as discount_percent,
       (1000 * n)::integer as size,
       n % 6 <> 3 as active,
       ${calendar.daysBefore('1400 - n * 90')} as valid_from,
       case when n % 6 = 3 then ${calendar.daysBefore('n * 11')} end as valid_until,
       ${calendar.moment('1400 - n * 90', '30600')} as created_at,
       ${calendar.moment(dice.roll('n', 'pool update', 90), '30600')} as updated_at
     from range(1, 13) as t(n)`,
  );

const groups = (): Step =>
  fill(
    'groups',
    `select n as id, name, case when n % 2 = 0 then 'Kept by hand, "' || name || '"' end as description
     from (select unnest(${list(['staff', 'beta testers', 'press', 'Running club, Vienna', 'Ski "Pros"', 'family', 'Großkunden', 'founders'])}) as name,
       unnest(range(1, 9)) as n)`,
  );

/** Segments, in the order of their ids; customer rows say who is in which. */
export const SEGMENTS = ['vip', 'lapsed', 'newcomers', 'birthday-club', 'bargain-hunters'] as const;

const segments = ({ calendar }: Recipe): Step =>
  fill(
    'segments',
    `select n as id, name, upper(name[1]) || replace(name[2:], '-', ' ') as label,
       json_object('computed', true, 'rule', name) as rule, ${calendar.moment('n % 4', '10800')} as updated_at
     from (select unnest(${list(SEGMENTS)}) as name, unnest(range(1, ${SEGMENTS.length + 1})) as n)`,
  );

const campaigns = ({ dice, calendar }: Recipe): Step =>
  fill(
    'campaigns',
    `select n as id,
       ${nth(['Spring sale', 'Summer, early bird', 'Back to "school"', 'Winter is coming ❄️'], 'n')} || ' ' || n as name,
       case when n % 4 = 3 then null else ${nth(['=Save 20 %', '-20 % on everything', 'Just for you, {first_name}', 'Zu zweit günstiger'], 'n')} end as subject,
       ${nth(['email', 'push', 'sms', 'email', 'post'], 'n')} as channel,
       case when n = 1 then 'draft' when n <= 3 then 'running' else 'done' end as status,
       case when n % 3 = 0 then null else 1 + n % ${SEGMENTS.length} end as segment_id,
       ${calendar.daysBefore('(n - 1) * 24 + 2')} as starts_on,
       case when n <= 3 then null else ${calendar.daysBefore('(n - 1) * 24 - 12')} end as ends_on,
       case n % 12 when 5 then 99999999999999999999999999.9999 when 6 then 0.0001 when 7 then -0.0001 when 8 then null
         else (1000 + n * 250)::decimal(38, 4) end::decimal(38, 4) as budget,
       case n % 12 when 5 then 0.000000000001 when 9 then 99999999.999999999999 else n * 0.333333333333 end
         ::decimal(20, 12) as cost_per_contact,
       (${dice.roll('n', 'contacts', 9000)} + 100)::integer as contacts,
       case when n % 5 = 4 then null else ${dice.roll('n', 'opened', 100)}::integer end as opened,
       ${dice.roll('n', 'clicked', 60)}::integer as clicked,
       ${calendar.moment('greatest((n - 1) * 24 - 12, 0)', '43200')} as updated_at
     from range(1, 49) as t(n)`,
  );

const FIELD_AREAS: ReadonlyMap<string, string> = new Map([
  ['cf_', 'custom'],
  ['xf_', 'extended'],
]);
const PERSONAL = /name|email|phone|street|birth_date|notes|vat|card/;

/** The list of customer fields is made from the table of customers, so that the two agree. */
const customerFields = ({ calendar }: Recipe): Step => {
  const columns = TABLES.find(table => table.name === 'customers')?.columns ?? [];
  const rows = columns.map(({ name, type, required }, index) => {
    const area = FIELD_AREAS.get(name.slice(0, 3)) ?? 'standard';
    const plain = area === 'standard' ? name : name.slice(3);
    const values = type.startsWith('enum:') ? ENUMS[type.slice(5) as keyof typeof ENUMS] : undefined;
    const label = plain.charAt(0).toUpperCase() + plain.slice(1).replaceAll('_', ' ');
    return `(${index + 1}::bigint, ${literal(plain)}, ${literal(label)}, ${literal(type.replace('enum:', 'enum '))},
      ${literal(area)}, ${required}, ${PERSONAL.test(name)}, ${values ? literal(JSON.stringify(values)) : 'null'},
      ${area === 'custom' ? literal(`Asked in the app, "${label}"`) : 'null'})`;
  });
  return fill(
    'customer_fields',
    `select id, name, label, data_type, area, mandatory, name in ('points_balance', 'lifetime_spend') as computed, personal,
       options, help_text, ${calendar.moment('1460', '32400 + id')} as created_at,
       ${calendar.moment('id * 3', '32400')} as updated_at
     from (values ${rows.join(', ')}) as t(id, name, label, data_type, area, mandatory, personal, options, help_text)`,
  );
};

/** Rows that do not depend on the number of customers, but for how many stores and products there are. */
export const referenceRows = (recipe: Recipe): readonly Step[] => [
  stores(recipe),
  products(recipe),
  rewards(recipe),
  challenges(recipe),
  couponPools(recipe),
  groups(),
  segments(recipe),
  campaigns(recipe),
  customerFields(recipe),
];
