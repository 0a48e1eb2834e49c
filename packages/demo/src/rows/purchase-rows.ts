import { AWKWARD_NOTES } from '../awkward-texts.ts';
import { OLDEST_DAY } from '../calendar.ts';
import { list } from '../dice.ts';
import { AIRPORT, fill, ONLINE_SHOP, openingSecond, prepare, type Recipe, type Step } from './recipe.ts';

/** The first few customers have been there from the beginning, so that their bills can lie at any clock change. */
const FOUNDERS = 5;
/** Most bills that one customer has is one less: on average there are ten. */
const BILLS = 21;
/** A row's dice are thrown for customer × 64 + its number; clock-change bills have numbers from here. */
const CLOCK_CHANGE_BILLS = 40;

const members = ({ dice, calendar, customers, stores }: Recipe): Step =>
  prepare(
    `create temp table member as
     select id, tenure, ${calendar.moment('tenure', dice.roll('id', 'join second', 86400))} as joined_at,
       case when ${dice.chance('id', 'no home store', 50)} then null
         else 3 + ${dice.roll('id', 'home store', stores - 2)} end as home_store_id
     from (select id, case when id <= ${FOUNDERS} then ${OLDEST_DAY} else ${dice.roll('id', 'tenure', OLDEST_DAY + 1)} end as tenure
       from range(1, ${customers + 1}) as t(id))`,
  );

const bills = ({ dice, calendar, customers, stores }: Recipe): readonly Step[] => {
  const { clockChanges } = calendar;
  const known = Math.min(FOUNDERS, customers);
  const ordinary = `select customer_id, key, channel, joined_at, home_store_id,
      greatest(joined_at, ${calendar.moment(
        'days_ago',
        `case when channel = 'instore' then ${openingSecond(dice, 'key', 'bill second')} else ${dice.roll('key', 'bill second', 86400)} end`,
      )}) as event_date
    from (select customer_id, key, joined_at, home_store_id, ${dice.roll('key', 'bill day', '(tenure + 1)')} as days_ago,
        ${dice.pick('key', 'channel', ['instore', 'instore', 'instore', 'instore', 'instore', 'instore', 'online', 'online', 'online', 'app'])} as channel
      from (select id as customer_id, id * 64 + unnest(range(${dice.roll('id', 'bills', BILLS)})) as key, tenure, joined_at, home_store_id
        from member))`;
  // Whoever counts hours or days in local time is wrong at these.
  const atClockChanges = `select 1 + (n - 1) % ${known} as customer_id, customer_id * 64 + ${CLOCK_CHANGE_BILLS} + (n - 1) // ${known} as key,
      'online' as channel, m.joined_at, m.home_store_id, instant::timestamptz as event_date
    from (select unnest(${list(clockChanges)}) as instant, unnest(range(1, ${clockChanges.length + 1})) as n)
    join member m on m.id = 1 + (n - 1) % ${known}`;
  const all = known > 0 && clockChanges.length > 0 ? `${ordinary} union all ${atClockChanges}` : ordinary;
  return [
    // Ids count up with time, as a till's do.
    prepare(
      `create temp table bill as
       select row_number() over (order by event_date, key) as id, customer_id, key, channel, event_date,
         case when channel <> 'instore' then ${ONLINE_SHOP}
           when ${dice.chance('key', 'airport', 40)} then ${AIRPORT}
           when home_store_id is not null and ${dice.chance('key', 'at home', 600)} then home_store_id
           else 3 + ${dice.roll('key', 'store', stores - 2)} end as store_id,
         ${dice.chance('key', 'return', 30)} as is_return
       from (${all})`,
    ),
  ];
};

const items = ({ dice, products }: Recipe): readonly Step[] => {
  const line = 'b.key * 8 + n';
  return [
    prepare(
      `create temp table line as
       select id, transaction_id, n, customer_id, product_number, quantity,
         p.price as unit_price, (p.price * quantity)::decimal(12, 2) as line_total
       from (
         select b.id * 4 + n as id, b.id as transaction_id, n, b.customer_id,
           -- The product of two rolls: the first products sell best.
           1 + ${dice.roll(line, 'product', products)} * ${dice.roll(line, 'product 2', products)} // ${products} as product_number,
           (case when b.is_return then -1 when ${dice.chance(line, 'more', 250)} then 2 + ${dice.roll(line, 'quantity', 4)} else 1 end)::integer as quantity
         from (select *, unnest(range(1 + ${dice.roll('key', 'lines', 3)})) as n from bill) as b
       ) as l
       join (select row_number() over (order by id) as n2, substr(id, 3)::bigint - 1000 as number, price from loyalty.products) as p
         on p.number = l.product_number`,
    ),
    prepare(
      `create temp table bill_total as
       select transaction_id as id, sum(line_total)::decimal(12, 2) as amount from line group by transaction_id`,
    ),
  ];
};

/** The members, and what they bought, before there is a table of customers that their foreign keys can name. */
export const purchases = (recipe: Recipe): readonly Step[] => [members(recipe), ...bills(recipe), ...items(recipe)];

export const purchaseRows = ({ dice, calendar }: Recipe): readonly Step[] => [
  fill(
    'transactions',
    `select b.id, 'B' || lpad(b.id::varchar, 9, '0') as bill_number, b.customer_id, b.store_id,
       case when b.is_return then 'return' else 'sale' end as kind, b.channel, t.amount,
       case when b.is_return or not ${dice.chance('b.key', 'discounted', 250)} then null
         else round(t.amount * ${dice.roll('b.key', 'discount', 31)} * 0.01, 2) end::decimal(12, 2) as discount,
       s.currency,
       case when ${dice.chance('b.key', 'receipt by mail', 350)} then 'bill' || b.customer_id || '@example.org'
         when ${dice.chance('b.key', 'receipt left empty', 100)} then '' end as email_address,
       -- Nineteen digits, most of them more than a double can hold.
       9000000000000000000 + b.id * 97 as receipt_number,
       case when b.id <= ${AWKWARD_NOTES.length} then (${list(AWKWARD_NOTES)})[b.id]
         when ${dice.chance('b.key', 'noted', 60)} then ${dice.pick('b.key', 'bill note', AWKWARD_NOTES)}
         when ${dice.chance('b.key', 'empty note', 100)} then '' end as note,
       b.event_date, ${calendar.later('b.event_date', dice.roll('b.key', 'bill update', 172800))} as updated_at,
       case when ${dice.chance('b.key', 'coloured', 300)} then ${dice.pick('b.key', 'color', ['red', 'blue', 'black', ''])} end as cf_color,
       case when ${dice.chance('b.key', 'wrap asked', 500)} then ${dice.chance('b.key', 'wrap', 150)} end as cf_gift_wrap,
       case when b.channel <> 'instore' and not b.is_return
         then ${calendar.dayOf('b.event_date')} + 2 + ${dice.roll('b.key', 'delivery', 6)}::integer end as cf_delivery_day,
       case when ${dice.chance('b.key', 'business', 40)} then 'ATU' || lpad(${dice.roll('b.key', 'vat', 100000000)}::varchar, 8, '0') end as xf_vat,
       case when ${dice.chance('b.key', 'business', 40)} then lpad(${dice.roll('b.key', 'cost centre', 1000)}::varchar, 5, '0') end as xf_cost_centre
     from bill b join bill_total t on t.id = b.id join loyalty.stores s on s.id = b.store_id
     order by b.id`,
  ),
  fill(
    'transaction_items',
    `select id, transaction_id, (n + 1)::integer as line_number, 'P-' || (1000 + product_number) as product_id,
       quantity, unit_price, line_total
     from line order by id`,
  ),
];
