// Every key of the language, once. Comments and layout are part of what the formatter is tested with.

/** An export that uses every key. */
export const EXPORT = `version: 1
name: daily-sales                       # [D1] also the file's name when \`path\` gives none
description: Yesterday's sales for the partner's loyalty report
owner: anna@example.com
extends: sales@2                        # [D8] a template and its version
model: transactions                     # [K3]
timezone: Europe/Vienna                 # [D1] default: the brand's

fields:                                 # [D2] or: all
  - id                                  # short for {from: id}
  - {from: bill_number, to: Bill}
  - {from: customer.email, to: Customer, protect: hash}
  - {from: event_date, to: Date, format: "%d.%m.%Y %H:%M"}
  - {from: channel, replace: {instore: Store, online: Web}, default: unknown}
  - {from: custom.favourite_color, to: Colour}      # [K4]
  - {from: customer.extended.vat_id, to: VAT}       # [K4]

filters:                                # [D3] \`none\`, one set (\`all:\`), or several (\`any:\`)
  any:
    - all:
        - {attribute: amount, operator: between, value: [10, 500]}
        - {attribute: event_date, operator: after, value: "date:first day of last month"}   # [D4]
        - {attribute: store.country, operator: in, value: [AT, DE]}
    - all:
        - {attribute: customer, operator: item_purchased, value: P-1001, period: 30 days, at_least: 2}   # [K7]

audience: {segment: vip}                # [D7] or {group: …} or {file: audiences/vip.csv}
window: {by: event_date, previous: day} # [D9] or {by: updated_at, since_last_success: true}, {last: 7 days}, {from: …, to: …}
mode: full                              # [D10] or incremental

file:                                   # [O1–O4]
  format: csv
  profile: excel-eu
  delimiter: ";"
  enclosure: '"'
  newline: "\\r\\n"
  header: true
  quote: needed
  encoding: utf-8-bom
  null: ""
  formula_guard: true
  archive: zip
  split: {rows: 1000000}                # or {size: 100 MB}
  encrypt: {pgp: partner-key}

deliver:                                # [X1–X3] one, or a list; \`none\` (default): download only
  to: partner-sftp
  path: exports/daily-sales_%Y%m%d      # in the destination's folder; a leading / means that folder too
  if_exists: version                    # overwrite (default) | version | fail
  manifest: json                        # or trigger

on_empty: header_only                   # [O7]
checks: {rows: 30 %, nulls: {email: 5 %}, columns: frozen}

schedule:                               # [S1] absent or \`now\`: when it is created
  weekly: {days: [monday, thursday], at: ["06:30"]}
  from: 2026-12-01
  until: 2027-06-30                     # that day included
  skipped: run_after                    # [S2]
  repeated: once
  catch_up: all                         # [S3]

notify:                                 # [N1]
  - {slack: "#loyalty-exports", when: [success, failure]}
  - {email: anna@example.com, when: [failure]}
`;

/** A model with every kind of part. */
export const MODEL = `version: 1
model: transactions
label: Transactions
source: crm
table: loyalty.transactions
key: id                                 # or a list
event_date: event_date
updated_at: updated_at
fields:
  id: {type: integer, identifier: true}
  bill_number: string                   # short for {type: string}
  amount: {type: decimal, label: Amount, description: "Gross, in the store's currency"}
  channel: {type: enum, values: {instore: In store, online: Online}}
  event_date: datetime
  email: {type: string, pii: true, column: email_address}
  net_amount: {type: decimal, computed: "amount - coalesce(discount, 0)"}   # SQL lives in the catalog only
custom: {favourite_color: {type: string, column: cf_color}}
extended: {vat_id: {type: string, column: xf_vat}}
relations:
  customer: {one: customers, match: {customer_id: id}}
  store: {one: stores, match: {store_id: id}}
  items: {many: transaction_items, match: {id: transaction_id}}
kpis:
  revenue: {label: Revenue, sum: amount}
  buyers: {count_distinct: customer_id}
  bills: {count: true}
  pieces: {sum: items.quantity}
  online_revenue: {sum: amount, where: {attribute: channel, operator: equals, value: online}}
dimensions: [store.zone, store.name, channel, event_date.day, event_date.month]
`;

/** A workspace with every section. */
export const WORKSPACE_FILE = `version: 1
brand: {name: Northwind Rewards, timezone: Europe/Vienna}
sources:
  demo: {type: duckdb, file: data/demo.duckdb}
  crm: {type: postgres, url: "\${env:CRM_URL}", timezone: Europe/Vienna, concurrency: 4, timeout: 2 h}
  lake: {type: trino, url: "https://trino.example:8443", user: waybill, password: "\${secret:trino}", catalog: lake, schema: loyalty}
destinations:
  partner-sftp: {type: sftp, host: sftp.partner.example, user: waybill, key: "\${secret:partner_key}", host_key: "SHA256:…", folder: /upload}
  bi-bucket: {type: s3, bucket: exports, region: eu-central-1, prefix: loyalty/}
  share: {type: local, folder: /srv/exports}
audience: {model: customers, segment: in_segment, group: in_group}   # D7; these are the defaults
protect: {hash_key: "\${secret:hash_key}"}                          # D2; \`init\` makes one
limits: {max_window: 1 year, max_dimensions: 5, keep_files: 30 days, destination_hosts: ["*.partner.example"]}
notify: [{slack: "#data-alerts", when: [failure, late]}]
`;
