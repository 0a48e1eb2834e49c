import { AWKWARD_NOTES } from '../awkward-texts.ts';
import { AIRPORT, fill, ONLINE_SHOP, type Recipe, type Step } from './recipe.ts';

/** Beyond 2^53, which is where doubles stop counting in ones. */
const FIRST_EVENT = '900000000000000000';
const FIRST_WEBHOOK_LOG = '9007199254740993';

/** How long calls to other systems are kept, in days. */
const LOG_DAYS = 30;

/** How far back the counters at the doors remember, in days. */
const FOOTFALL_DAYS = 400;

/** Some rows for each member: their number is rolled, and each gets a key of its own. */
const perMember = (dice: Recipe['dice'], name: string, sides: number): string =>
  `(select id as customer_id, id * 32 + unnest(range(${dice.roll('id', name, sides)})) as key, tenure, joined_at from member)`;

/** An instant in a member's time, or in the last days of it. */
const whileMember = ({ dice, calendar }: Recipe, name: string, lastDays?: number): string => {
  const days = lastDays === undefined ? '(tenure + 1)' : `(least(tenure, ${lastDays}) + 1)`;
  const day = dice.roll('key', `${name} day`, days);
  return `greatest(joined_at, ${calendar.moment(day, dice.roll('key', `${name} second`, 86400))})`;
};

const events = (recipe: Recipe): Step => {
  const { dice } = recipe;
  return fill(
    'events',
    `select ${FIRST_EVENT} + key as id, customer_id, action, channel,
       case when channel <> 'instore' then ${dice.uuid('key', 'session')} end as session_id,
       case when action in ('checkin', 'review', 'share') then 5 + ${dice.roll('key', 'event points', 4)} * 5 end::integer as points,
       case when ${dice.chance('key', 'no payload', 250)} then null
         else json_object('page', '/' || action, 'note', ${dice.pick('key', 'payload', AWKWARD_NOTES)}, 'n', ${dice.roll('key', 'payload n', 1000)}) end as payload,
       happened_at
     from (select *, ${whileMember(recipe, 'event')} as happened_at,
         ${dice.pick('key', 'action', ['login', 'login', 'login', 'login', 'checkin', 'checkin', 'review', 'share', 'opt_in', 'opt_out', 'profile_update'])} as action,
         ${dice.pick('key', 'event channel', ['app', 'app', 'online', 'instore'])} as channel
       from ${perMember(dice, 'events', 13)})
     order by id`,
  );
};

const activities = (recipe: Recipe): Step => {
  const { dice } = recipe;
  return fill(
    'activities',
    `select key as id, customer_id, 'C-' || (300 + challenge) as challenge_id, (challenge * 25)::integer as points, earned_at
     from (select *, 1 + ${dice.roll('key', 'challenge', 14)} as challenge, ${whileMember(recipe, 'activity')} as earned_at
       from ${perMember(dice, 'activities', 4)})
     order by id`,
  );
};

const changes = (recipe: Recipe): Step => {
  const { dice } = recipe;
  const value = (which: string): string =>
    `case field when 'tier' then ${dice.pick('key', `${which} tier`, ['bronze', 'silver', 'gold'])}
       when 'phone' then '+43 664 ' || (1000000 + ${dice.roll('key', `${which} phone`, 9000000)})
       when 'notes' then ${dice.pick('key', `${which} note`, [...AWKWARD_NOTES, '', null])}
       when 'email_opt_in' then ${dice.pick('key', `${which} opt`, ['true', 'false', null])}
       else ${dice.pick('key', `${which} city`, ['Wien', 'Graz', 'Győr', 'St. Pölten', ''])} end`;
  return fill(
    'changes',
    `select key as id, customer_id, field, ${value('old')} as old_value, ${value('new')} as new_value,
       case origin when 'staff' then ${dice.pick('key', 'clerk', ['anna@northwind.example', 'bob@northwind.example', 'Çelik, Derya'])}
         when 'customer' then 'customer ' || customer_id else origin end as changed_by, origin, changed_at
     from (select *, ${dice.pick('key', 'field', ['tier', 'phone', 'notes', 'email_opt_in', 'city'])} as field,
         ${dice.pick('key', 'origin', ['customer', 'customer', 'staff', 'import', 'system'])} as origin, ${whileMember(recipe, 'change')} as changed_at
       from ${perMember(dice, 'changes', 5)})
     order by id`,
  );
};

const contentApproval = (recipe: Recipe): Step => {
  const { dice, calendar, products } = recipe;
  const decided = calendar.later('submitted_at', `3600 + ${dice.roll('key', 'decided', 259200)}`);
  return fill(
    'content_approval',
    `select key as id, customer_id, 'P-' || (1001 + ${dice.roll('key', 'reviewed', products)}) as product_id, kind,
       ${dice.pick('key', 'title', ['Great!', 'So-so, honestly', '"Best" ever', '=5 stars', '', null])} as title,
       case when kind <> 'photo' then ${dice.pick('key', 'body', AWKWARD_NOTES)} end as body,
       case when kind <> 'photo' then 1 + ${dice.roll('key', 'rating', 5)} end::integer as rating,
       status, case when status <> 'pending' then ${dice.pick('key', 'reviewer', ['anna@northwind.example', 'bob@northwind.example'])} end as reviewer,
       submitted_at, case when status <> 'pending' then ${decided} end as decided_at,
       case when status <> 'pending' then ${decided} else submitted_at end as updated_at
     from (select *, ${dice.pick('key', 'content kind', ['review', 'review', 'photo', 'story'])} as kind,
         ${dice.pick('key', 'content status', ['pending', 'approved', 'approved', 'rejected'])} as status, ${whileMember(recipe, 'content')} as submitted_at
       from ${perMember(dice, 'contents', 2)} where ${dice.chance('key', 'has content', 600)})
     order by id`,
  );
};

const coupons = (recipe: Recipe): Step => {
  const { dice, calendar, customers } = recipe;
  // Upper-case hexadecimal of a bijection: no code comes twice. Those of members end in their key, spare ones in Z.
  const code = `p.prefix || '-' || upper(format('{:08x}', ${dice.bits('key', 'code')}))`;
  const spare = Math.ceil(customers / 5) + 20;
  return fill(
    'coupons',
    `select code, coupon_pool_id, customer_id, transaction_id,
       case when transaction_id is not null then 'redeemed' when customer_id is null then 'available'
         when expires_on < date '${calendar.today}' then 'expired' else 'issued' end as status,
       value, single_use, expires_on, issued_at, case when transaction_id is not null then redeemed_on end as redeemed_at,
       case when transaction_id is not null then redeemed_on when issued_at is not null then issued_at
         else ${calendar.moment(dice.roll('key', 'spare update', 60), '25200')} end as updated_at
     from (
       select *, ${calendar.dayOf('issued_at')} + 90 as expires_on
       from (
         -- A member's first coupon was redeemed on their last bill.
         select key, ${code} as code, p.id as coupon_pool_id, w.customer_id,
           case when number = 0 then s.last_bill_id end as transaction_id, s.last_purchase_at as redeemed_on,
           case when number = 0 and s.last_bill_id is not null
             then greatest(joined_at, s.last_purchase_at - to_days(${dice.roll('key', 'kept', 60)}::integer))
             else ${whileMember(recipe, 'coupon')} end as issued_at,
           (5 + ${dice.roll('key', 'value', 4000)} * 0.01)::decimal(10, 2) as value, ${dice.chance('key', 'single', 900)} as single_use
         from (select *, key % 32 as number from ${perMember(dice, 'coupons', 5)}) as w
         join loyalty.coupon_pools p on p.id = 1 + ${dice.roll('key', 'pool', 12)}
         left join spending s on s.customer_id = w.customer_id
         union all
         select key, ${code} || 'Z', p.id, null, null, null, null, 10.00::decimal(10, 2), true
         from range(1, ${spare + 1}) as t(key) join loyalty.coupon_pools p on p.id = 1 + ${dice.roll('key', 'pool', 12)}
       )
     ) order by code`,
  );
};

const webhookLogs = (recipe: Recipe): Step => {
  const { dice } = recipe;
  return fill(
    'webhook_logs',
    `select ${FIRST_WEBHOOK_LOG} + key as id, case when key % 13 = 5 then null else customer_id end as customer_id, topic,
       'https://hooks.partner.example/' || topic || '?v=2&id=' || customer_id as url,
       status_code, coalesce(status_code between 200 and 299, false) as succeeded, 1 + ${dice.roll('key', 'attempt', 3)}::integer as attempt,
       case when status_code is null then 30.000001 else ${dice.roll('key', 'duration', 5000000)} * 0.000001 end::decimal(12, 6) as duration_s,
       json_object('customer', customer_id, 'topic', topic, 'nested', json_object('list', json_array(1, 2.50, null))) as request,
       case when status_code is null then null when status_code = 200 then '{"ok":true}' when status_code = 204 then ''
         else '<html>' || chr(13) || chr(10) || '<h1>Error, "' || status_code || '"</h1>' || chr(10) || '</html>' end as response,
       sent_at
     from (select *, ${dice.pick('key', 'topic', ['customer.updated', 'points.earned', 'tier.changed', 'coupon.redeemed'])} as topic,
         (${dice.pick('key', 'status', ['200', '200', '200', '200', '200', '204', '404', '500', '503', null])})::integer as status_code,
         ${whileMember(recipe, 'webhook', LOG_DAYS)} - to_milliseconds(${dice.roll('key', 'milliseconds', 1000)}) as sent_at
       from ${perMember(dice, 'webhooks', 4)})
     order by id`,
  );
};

const footfall = ({ dice, calendar }: Recipe): Step =>
  fill(
    'footfall',
    `select row_number() over (order by counted_at, store_id, hour_number) as id, store_id, counted_at,
       case when store_id = ${AIRPORT} then 5 + ${dice.roll('key', 'visitors', 60)} else 40 + ${dice.roll('key', 'visitors', 400)} end::integer as visitors,
       case when store_id % 4 = 0 then null else 100 + ${dice.roll('key', 'passers', 2000)} end::integer as passers_by,
       case when ${dice.chance('key', 'no dwell', 50)} then null else (200 + ${dice.roll('key', 'dwell', 3000)}) * 0.01 end::decimal(6, 2) as dwell_minutes,
       ${dice.chance('key', 'estimated', 20)} as estimated
     from (
       -- At the airport every hour that there was: none in the gap of spring, the same wall clock twice in autumn.
       select ${AIRPORT} as store_id, n as hour_number, n as key,
         timezone('Europe/Vienna', ${calendar.moment(String(FOOTFALL_DAYS), '0')} + to_hours(n)) as counted_at
       from range(0, ${FOOTFALL_DAYS * 24 + 25}) as t(n)
       where ${calendar.moment(String(FOOTFALL_DAYS), '0')} + to_hours(n) <= ${calendar.now}
       union all
       select s.id, 0, s.id * 100000 + days_ago, ${calendar.daysBefore('days_ago')}::timestamp + to_hours(20)
       from loyalty.stores s, range(1, ${FOOTFALL_DAYS + 1}) as t(days_ago)
       where s.id not in (${AIRPORT}, ${ONLINE_SHOP}) and (s.open or ${calendar.daysBefore('days_ago')} < s.closed_on)
     ) order by id`,
  );

/** What members and doors leave behind beside bills. */
export const activityRows = (recipe: Recipe): readonly Step[] => [
  events(recipe),
  activities(recipe),
  changes(recipe),
  contentApproval(recipe),
  coupons(recipe),
  webhookLogs(recipe),
  footfall(recipe),
];
