import { AWKWARD_LAST_NAMES, AWKWARD_NOTES, AWKWARD_STREETS } from '../awkward-texts.ts';
import { list } from '../dice.ts';
import { CITIES, COLORS, FIRST_NAMES, LAST_NAMES, ORDINARY_NOTES, STREETS } from '../word-lists.ts';
import { fill, prepare, type Recipe, type Step } from './recipe.ts';

/** What every member gets for joining, in points. */
const WELCOME_POINTS = 500;

/** The ledger's parts: points for bills, rewards that the points allow, and the balance that is left. */
const ledger = ({ dice, calendar }: Recipe): readonly Step[] => [
  prepare(
    `create temp table earning as
     select b.id, b.customer_id, b.event_date, rate, floor(t.amount * rate)::bigint as points
     from (select *, (${dice.pick('key', 'points rate', ['1', '1', '1', '1.5', '0.33333333', '2.00000001'])})::decimal(20, 8) as rate from bill) as b
     join bill_total t on t.id = b.id`,
  ),
  prepare(
    `create temp table spending as
     select customer_id, sum(amount)::decimal(14, 2) as spend, max(event_date) filter (not is_return) as last_purchase_at,
       max(b.id) filter (not is_return) as last_bill_id
     from bill b join bill_total t on t.id = b.id group by customer_id`,
  ),
  prepare(
    'create temp table earned as select customer_id, sum(points)::bigint as points from earning group by customer_id',
  ),
  prepare(
    `create temp table claim as
     select row_number() over (order by key) as id, customer_id, reward_number, cost,
       greatest(joined_at, ${calendar.moment(dice.roll('key', 'claim day', '(tenure + 1)'), dice.roll('key', 'claim second', 86400))}) as claimed_at, key
     from (
       select w.*, sum(cost) over (partition by w.customer_id order by key) as running
       from (select customer_id, key, tenure, joined_at, reward_number, 100 + reward_number * 50 as cost
         from (select id as customer_id, id * 8 + n as key, tenure, joined_at,
             1 + ${dice.roll('id * 8 + n', 'reward', 24)} * ${dice.roll('id * 8 + n', 'reward 2', 24)} // 24 as reward_number
           from (select *, unnest(range(${dice.roll('id', 'claims', 4)})) as n from member))) as w
     ) as c
     left join earned e using (customer_id)
     -- Nobody can pay with points that they never had.
     where running <= ${WELCOME_POINTS} + coalesce(e.points, 0)`,
  ),
  prepare(
    'create temp table redeemed as select customer_id, sum(cost)::bigint as points from claim group by customer_id',
  ),
];

/** Days that calendars trip over; the members from number 7 have them. */
const BIRTHDAYS = [
  '1899-12-31',
  '1896-02-29',
  '1887-05-04',
  '2000-02-29',
  '1996-02-29',
  '1984-02-29',
  '2004-02-29',
  '1970-01-01',
];

const customers = ({ dice, calendar }: Recipe): Step => {
  const city = (part: 0 | 1 | 2 | 3): string =>
    dice.pick(
      'id',
      'city',
      CITIES.map(row => row[part]),
    );
  const firstName = dice.pick('id', 'first name', FIRST_NAMES);
  const lastName = dice.pick('id', 'last name', LAST_NAMES);
  const firstBirthday = 7;
  return fill(
    'customers',
    `select id, ${dice.uuid('id', 'external id')} as external_id,
       case when ${dice.chance('id', 'no mail', 30)} then null when ${dice.chance('id', 'empty mail', 20)} then ''
         else lower(strip_accents(${firstName})) || '.' || id || '@' || ${dice.pick('id', 'mail', ['example.com', 'example.org', 'mail.example'])} end as email_address,
       ${firstName} as first_name,
       case when id <= ${AWKWARD_LAST_NAMES.length} then (${list(AWKWARD_LAST_NAMES)})[id]
         when ${dice.chance('id', 'awkward name', 60)} then ${dice.pick('id', 'awkward last name', AWKWARD_LAST_NAMES)}
         else ${lastName} end as last_name,
       case when ${dice.chance('id', 'no gender', 100)} then null
         else ${dice.pick('id', 'gender', ['female', 'female', 'female', 'female', 'female', 'male', 'male', 'male', 'male', 'diverse'])} end as gender,
       case when id between ${firstBirthday} and ${firstBirthday + BIRTHDAYS.length - 1}
           then (${list(BIRTHDAYS)})[id - ${firstBirthday - 1}]::date
         when ${dice.chance('id', 'no birthday', 80)} then null
         else ${calendar.daysBefore(`5900 + ${dice.roll('id', 'age', 25000)}`)} end as birth_date,
       case when ${dice.chance('id', 'no phone', 150)} then null when ${dice.chance('id', 'empty phone', 30)} then ''
         else '+43 660 ' || (1000000 + ${dice.roll('id', 'phone', 9000000)}) end as phone,
       case when ${dice.chance('id', 'awkward street', 50)} then ${dice.pick('id', 'which street', AWKWARD_STREETS)}
         else ${dice.pick('id', 'street', STREETS)} || ' ' || (1 + ${dice.roll('id', 'house', 180)}) end as street,
       ${city(1)} as postal_code, ${city(0)} as city, ${city(2)} as country, ${city(3)} as language,
       case when ${dice.chance('id', 'blocked', 30)} then 'blocked' when ${dice.chance('id', 'inactive', 70)} then 'inactive' else 'active' end as status,
       case when coalesce(spend, 0) < 600 then 'bronze' when spend < 1800 then 'silver' when spend < 3600 then 'gold' else 'platinum' end as tier,
       ${WELCOME_POINTS} + coalesce(e.points, 0) - coalesce(r.points, 0) as points_balance,
       coalesce(spend, 0)::decimal(14, 2) as lifetime_spend,
       case when ${dice.chance('id', 'never asked', 150)} then null else ${dice.chance('id', 'opt in', 700)} end as email_opt_in,
       home_store_id,
       case when id > 1 and ${dice.chance('id', 'referred', 150)} then 1 + ${dice.roll('id', 'referrer', '(id - 1)')} end as referrer_id,
       case when id <= ${AWKWARD_NOTES.length} then (${list(AWKWARD_NOTES)})[id]
         when ${dice.chance('id', 'awkward note', 150)} then ${dice.pick('id', 'which note', AWKWARD_NOTES)}
         when ${dice.chance('id', 'ordinary note', 250)} then ${dice.pick('id', 'ordinary which', ORDINARY_NOTES)}
         when ${dice.chance('id', 'empty note', 150)} then '' end as notes,
       case when ${dice.chance('id', 'no preferences', 200)} then null
         else json_object('newsletter', ${dice.chance('id', 'newsletter', 500)}, 'size', ${dice.roll('id', 'size', 12)} + 34,
           'topics', json_array(${dice.pick('id', 'topic', ['ski', 'run', 'hike', 'camp "wild"', 'Füße'])}), 'nickname', null) end as preferences,
       last_purchase_at, joined_at as registered_at,
       ${calendar.later('greatest(joined_at, last_purchase_at)', dice.roll('id', 'member update', 259200))} as updated_at,
       ${dice.pick('id', 'color', COLORS)} as cf_favourite_color,
       case when ${dice.chance('id', 'shoe', 600)} then (70 + ${dice.roll('id', 'shoe size', 24)}) * 0.5 end::decimal(4, 1) as cf_shoe_size,
       case when ${dice.chance('id', 'pet', 250)} then ${calendar.daysBefore(dice.roll('id', 'pet age', 5000))} end as cf_pet_birthday,
       case when ${dice.chance('id', 'club asked', 600)} then ${dice.chance('id', 'club', 300)} end as cf_club_member,
       case when ${dice.chance('id', 'company', 80)} then 'ATU' || lpad(${dice.roll('id', 'vat', 100000000)}::varchar, 8, '0') end as xf_vat_id,
       case when ${dice.chance('id', 'company', 80)} then ${lastName} || ' & Söhne, "Sport" GmbH' end as xf_company,
       lpad(${dice.bits('id', 'card')}::varchar, 16, '0') as xf_card_number
     from member m
     left join spending s on s.customer_id = m.id
     left join earned e on e.customer_id = m.id
     left join redeemed r on r.customer_id = m.id
     order by id`,
  );
};

const memberships = ({ dice, calendar }: Recipe): readonly Step[] => [
  fill(
    'group_memberships',
    `select customer_id, group_id, greatest(joined_at, ${calendar.moment(dice.roll('key', 'group day', '(tenure + 1)'), '43200')}) as joined_at
     from (select m.id as customer_id, g.id as group_id, m.id * 16 + g.id as key, tenure, m.joined_at from member m, loyalty.groups g)
     where ${dice.chance('key', 'in group', 70)} order by customer_id, group_id`,
  ),
  fill(
    'segment_memberships',
    `select customer_id, segment_id, ((1 + ${dice.roll('customer_id * 8 + segment_id', 'score', 100000)}) * 0.00001)::decimal(6, 5) as score,
       ${calendar.later('registered_at', dice.roll('customer_id * 8 + segment_id', 'segment day', 5184000))} as joined_at
     from (select c.id as customer_id, s.id as segment_id, c.registered_at
       from loyalty.customers c, loyalty.segments s
       where case s.name
         when 'vip' then c.tier = 'platinum'
         when 'lapsed' then c.last_purchase_at < ${calendar.now} - to_days(120)
         when 'newcomers' then c.registered_at > ${calendar.now} - to_days(90)
         when 'birthday-club' then c.birth_date is not null and c.email_opt_in
         else ${dice.chance('c.id', 'bargain hunter', 200)} end)
     order by customer_id, segment_id`,
  ),
];

const pointsRows = ({ dice, calendar }: Recipe): Step =>
  fill(
    'points',
    `select row_number() over (order by event_date, customer_id, kind, source) as id, customer_id,
       case when kind = 'earned' then source end as transaction_id, kind, amount, rate,
       case when amount > 0 then ${calendar.dayOf('event_date')} + 730 end as expires_on, event_date,
       ${calendar.later('event_date', dice.roll('source', 'points update', 86400))} as updated_at
     from (
       select id as source, id as customer_id, 'welcome' as kind, ${WELCOME_POINTS} as amount, null as rate, joined_at as event_date from member
       union all select id, customer_id, 'earned', points, rate, event_date from earning
       union all select id, customer_id, 'redeemed', -cost, null, claimed_at from claim)
     order by id`,
  );

const claimRows = ({ dice, calendar }: Recipe): Step =>
  fill(
    'reward_claims',
    `select id, customer_id, 'R-' || (200 + reward_number) as reward_id, cost::integer as points,
       ${dice.pick('key', 'claim status', ['ordered', 'shipped', 'shipped', 'shipped', 'cancelled'])} as status,
       claimed_at, ${calendar.later('claimed_at', dice.roll('key', 'claim update', 432000))} as updated_at
     from claim order by id`,
  );

/** Before the customers. */
export const ledgers = ledger;

/** The customers; purchases can refer to them afterwards. */
export const customerRows = (recipe: Recipe): readonly Step[] => [customers(recipe), ...memberships(recipe)];

/** After the purchases. */
export const ledgerRows = (recipe: Recipe): readonly Step[] => [claimRows(recipe), pointsRows(recipe)];
