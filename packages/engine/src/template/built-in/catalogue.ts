/** What is sold, and where. */
export const CATALOGUE_TEMPLATES: readonly string[] = [
  `version: 1
template: products-facts
release: 1
label: Products
description: What is sold
model: products
fields: [id, name, category, price, weight_kg, ean, active, launched_on, description, tags, created_at, updated_at]
filters: none
`,
  `version: 1
template: stores-facts
release: 1
label: Stores
description: Where it is sold
model: stores
fields:
  - id
  - code
  - name
  - zone
  - street
  - postal_code
  - city
  - country
  - currency
  - latitude
  - longitude
  - floor_area
  - open
  - opened_on
  - closed_on
  - updated_at
filters: none
`,
];
