import { type Files, WAYBILL_YAML } from '../../../../../test/cli/small-workspace.ts';

/** A brand with sales, their stores and its people: small, and with everything that the steps offer. */
export const SALES_FILES: Files = {
  'waybill.yaml': WAYBILL_YAML,
  'catalog/sales.model.yaml': `version: 1
model: sales
label: Sales
source: files
table: sales
key: id
event_date: sold_at
updated_at: changed_at
fields:
  id: {type: integer, label: Sale ID, identifier: true}
  bill_number: {type: string, label: Bill number}
  person_id: {type: integer, label: Person ID}
  amount: {type: decimal, label: Amount}
  channel: {type: enum, label: Channel, values: {instore: In store, online: Online}}
  gift: {type: boolean, label: Gift}
  product: {type: string, label: Product}
  sold_at: {type: datetime, label: Sold at}
  changed_at: {type: datetime, label: Changed at}
custom:
  note: {type: string, label: Note}
relations:
  person: {one: people, match: {person_id: id}}
kpis:
  revenue: {label: Revenue, sum: amount}
  bills: {label: Bills, count: true}
dimensions: [channel, sold_at.month]
`,
  'catalog/people.model.yaml': `version: 1
model: people
label: People
source: files
table: people
key: id
event_date: joined
fields:
  id: {type: integer, identifier: true}
  name: string
  email: {type: string, pii: true}
  joined: date
relations:
  sales: {many: sales, match: {id: person_id}}
predicates:
  bought: {exists: sales, value: product, period: sales.sold_at}
  not_bought: {not: bought}
`,
  'templates/sales@1.template.yaml': `version: 1
template: sales
release: 1
label: Sales of the day before
description: What every report begins with
model: sales
fields:
  - id
  - {from: bill_number, to: Bill}
  - amount
filters:
  all:
    - {attribute: amount, operator: greater_than, value: 0}
window: {by: event_date, previous: day}
file: {format: csv, profile: excel-eu, split: {rows: 1000000}}
`,
  'data/sales.csv': `id,bill_number,person_id,amount,channel,gift,product,sold_at,changed_at,note
1,B-1,1,12.50,instore,false,P-1,2026-01-01 10:00:00,2026-01-01 10:00:00,
2,B-2,2,99.90,online,true,P-2,2026-01-02 11:00:00,2026-01-02 11:00:00,hi
3,B-3,1,5.00,online,false,P-1,2026-01-03 12:00:00,2026-01-03 12:00:00,
`,
};
