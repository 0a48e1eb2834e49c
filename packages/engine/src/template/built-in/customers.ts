/** Members, what they have in points, and what they do. */
export const CUSTOMER_TEMPLATES: readonly string[] = [
  `version: 1
template: customers-facts
release: 1
label: Customers
description: Members with their contact data, tier and balance
model: customers
fields:
  - id
  - external_id
  - email
  - first_name
  - last_name
  - gender
  - birth_date
  - phone
  - postal_code
  - city
  - country
  - language
  - status
  - tier
  - points_balance
  - lifetime_spend
  - email_opt_in
  - home_store_id
  - last_purchase_at
  - registered_at
  - updated_at
filters: none
`,
  `version: 1
template: customers-kpis
release: 1
label: Members in figures
description: How many members there are, how many may be written to, and their balance, by tier and country
model: customers
kpis: [members, reachable, average_balance]
dimensions: [tier, country]
filters: none
`,
  `version: 1
template: points-facts
release: 1
label: Points
description: The entries of the points ledger of the day before
model: points
fields: [id, customer_id, transaction_id, kind, amount, rate, expires_on, event_date, updated_at]
filters: none
window: {by: event_date, previous: day}
`,
  `version: 1
template: points-kpis
release: 1
label: Points in figures
description: Points given and redeemed in the month before, by kind and tier
model: points
kpis: [points, redeemed, members]
dimensions: [kind, customer.tier]
filters: none
window: {by: event_date, previous: month}
`,
  `version: 1
template: events-facts
release: 1
label: Events
description: What members did in the app, on the website and in stores on the day before
model: events
fields: [id, customer_id, action, channel, session_id, points, payload, happened_at]
filters: none
window: {by: event_date, previous: day}
`,
];
