/** Campaigns, coupons, challenges and rewards. */
export const PROMOTION_TEMPLATES: readonly string[] = [
  `version: 1
template: campaigns-facts
release: 1
label: Campaigns
description: Mailings and other campaigns with what they reached
model: campaigns
fields:
  - id
  - name
  - subject
  - channel
  - status
  - segment_id
  - starts_on
  - ends_on
  - budget
  - cost_per_contact
  - contacts
  - opened
  - clicked
  - updated_at
filters: none
`,
  `version: 1
template: campaigns-kpis
release: 1
label: Campaigns in figures
description: Campaigns, contacts, clicks and budget, by channel and month
model: campaigns
kpis: [campaigns, contacts, clicks, budget]
dimensions: [channel, starts_on.month]
filters: none
`,
  `version: 1
template: coupons-facts
release: 1
label: Coupons
description: Single coupons with their pool and what became of them
model: coupons
fields:
  - code
  - coupon_pool_id
  - pool.name
  - customer_id
  - transaction_id
  - status
  - value
  - single_use
  - expires_on
  - issued_at
  - redeemed_at
  - updated_at
filters: none
`,
  `version: 1
template: coupons-kpis
release: 1
label: Coupons in figures
description: Coupons issued and redeemed, and their value, by pool and status
model: coupons
kpis: [coupons, redeemed, value]
dimensions: [pool.name, status]
filters: none
`,
  `version: 1
template: coupon-pools-facts
release: 1
label: Coupon pools
description: Where coupons come from
model: coupon_pools
fields: [id, name, prefix, kind, discount_percent, size, active, valid_from, valid_until, created_at, updated_at]
filters: none
`,
  `version: 1
template: challenges-facts
release: 1
label: Challenges
description: Tasks that members may complete for points, with their steps
model: challenges
fields: [id, name, kind, description, points, active, starts_on, ends_on, steps, created_at, updated_at]
filters: none
file: {format: json}
`,
  `version: 1
template: rewards-facts
release: 1
label: Rewards
description: What points can be turned into
model: rewards
fields: [id, name, kind, points_cost, worth, stock, active, valid_from, valid_until, terms, created_at, updated_at]
filters: none
`,
];
