import type { FileKind } from '@waybill/engine/definition';

/** A file of each kind that holds as much of the language as fits, block style and flow style; right in the demo. */
export const VALID: Readonly<Record<FileKind, string>> = {
  export: `# What the partner loads every morning
version: 1
name: sample
description: >-
  Several lines
  of text
owner: anna@northwind.example
model: transactions
timezone: Europe/Vienna

fields:
  - id
  - {from: bill_number, to: Bill}
  - from: event_date
    to: Date
    format: "%d.%m.%Y %H:%M"
  - {from: channel, replace: {instore: Store, online: Web}, default: unknown}
  - {from: amount, format: {decimals: 2, decimal: ",", group: "."}}
  - {from: customer.email, to: 'E-mail', protect: hash} # hashed
  - custom.favourite_color
  - customer.extended.vat_id
filters:
  any:
    - all:
        - {attribute: amount, operator: between, value: [10, 500]}
        - attribute: event_date
          operator: after
          value: "date:first day of last month"
        - {attribute: store.country, operator: in, value: [AT, DE]}
    - all:
        - {attribute: customer, operator: item_purchased, value: P-1001, period: 30 days, at_least: 2}
audience: {segment: vip}
window: {by: event_date, previous: day}
mode: full
file:
  format: csv
  profile: excel-eu
  newline: "\\r\\n"
  split: {rows: 1000000}
deliver:
- to: partner-sftp
  path: exports/sample_%Y%m%d
  if_exists: version
- {to: share, path: "a/{window.from}_{rows}"}
on_empty: header_only
checks: {rows: 30 %, nulls: {Bill: 5 %}, columns: frozen}
schedule:
  weekly: {days: [monday, thursday], at: ["06:30"]}
  from: 2026-12-01
notify:
  - {slack: "#loyalty-exports", when: [success, failure]}
  - email: anna@northwind.example
    when:
      - failure
`,
  template: `version: 1
template: sample
release: 1
label: Sample
model: transactions
kpis: [revenue, {kpi: buyers, to: Buyers}]
dimensions:
  - store.zone
  - event_date.month
filters:
  all:
    - {attribute: kind, operator: equals, value: sale}
window: {last: 7 days}
file: {format: xlsx}
`,
  model: `version: 1
model: sample
label: Sample
source: demo
table: loyalty.sample
key: [id]
event_date: made_at
fields:
  id: {type: integer, identifier: true}
  made_at: datetime
  customer_id: integer
  state:
    type: enum
    values: {open: Open, closed: Closed}
  amount: {type: decimal, label: Amount, description: "Gross"}
  net:
    type: decimal
    computed: |
      amount - coalesce(discount, 0)
custom: {colour: {type: string, column: cf_color}}
relations:
  customer: {one: customers, match: {customer_id: id}}
  items:
    many: transaction_items
    match: {id: transaction_id}
predicates:
  bought: {exists: items, value: product_id}
  not_bought: {not: bought}
kpis:
  total: {label: Total, sum: amount}
  entries: {count: true}
  open_total: {sum: amount, where: {attribute: state, operator: equals, value: open}}
dimensions: [customer.tier, made_at.month, state]
`,
  workspace: `version: 1
brand: {name: Northwind Rewards, timezone: Europe/Vienna}
sources:
  demo: {type: duckdb, file: data/demo.duckdb}
  crm: {type: postgres, url: "\${env:CRM_URL}", timeout: 2 h}
destinations:
  partner-sftp:
    type: sftp
    host: sftp.partner.example
    user: waybill
    key: "\${secret:partner_key}"
    host_key: any
    folder: /upload
  share: {type: local, folder: out}
audience: {model: customers, segment: in_segment}
protect: {hash_key: "\${secret:hash_key}"}
limits: {max_window: 1 year, destination_hosts: ["*.partner.example"]}
notify: [{slack: "#data-alerts", when: [failure, late]}]
`,
};
