/** Bills, and how busy the stores were. */
export const SALES_TEMPLATES: readonly string[] = [
  `version: 1
template: transactions-facts
release: 1
label: Transactions
description: The bills of the day before
model: transactions
fields:
  - id
  - bill_number
  - customer_id
  - store_id
  - store.name
  - kind
  - channel
  - amount
  - discount
  - net_amount
  - currency
  - event_date
  - updated_at
filters: none
window: {by: event_date, previous: day}
`,
  `version: 1
template: transactions-kpis
release: 1
label: Sales in figures
description: Revenue, bills and buyers of the month before, by zone and channel
model: transactions
kpis: [revenue, discounts, bills, buyers, average_bill, pieces]
dimensions: [store.zone, channel]
filters: none
window: {by: event_date, previous: month}
`,
  `version: 1
template: footfall-facts
release: 1
label: Footfall
description: What the counters at the doors counted on the day before
model: footfall
fields: [id, store_id, store.name, counted_at, visitors, passers_by, dwell_minutes, estimated]
filters: none
window: {by: event_date, previous: day}
`,
  `version: 1
template: footfall-kpis
release: 1
label: Footfall in figures
description: Visitors of the week before, by store and day
model: footfall
kpis: [visitors, busiest, dwell]
dimensions: [store.name, counted_at.day]
filters: none
window: {by: event_date, previous: week}
`,
];
