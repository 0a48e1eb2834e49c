/** What the loyalty system says about itself and its data. */
export const SYSTEM_TEMPLATES: readonly string[] = [
  `version: 1
template: changes-facts
release: 1
label: Changes
description: Which fields of customers changed on the day before, and who changed them
model: changes
fields: [id, customer_id, field, old_value, new_value, changed_by, origin, changed_at]
filters: none
window: {by: event_date, previous: day}
`,
  `version: 1
template: content-approval-facts
release: 1
label: Content approval
description: Reviews and photos by members, with what was decided about them
model: content_approval
fields: [id, customer_id, product_id, kind, title, body, rating, status, reviewer, submitted_at, decided_at, updated_at]
filters: none
`,
  `version: 1
template: customer-fields-facts
release: 1
label: Customer fields
description: The fields that a customer has
model: customer_fields
fields: [id, name, label, data_type, area, mandatory, computed, personal, options, help_text, created_at, updated_at]
filters: none
`,
  `version: 1
template: webhook-logs-facts
release: 1
label: Webhook logs
description: Calls to other systems on the day before
model: webhook_logs
fields: [id, customer_id, topic, url, status_code, succeeded, attempt, duration_s, request, response, sent_at]
filters: none
window: {by: event_date, previous: day}
`,
];
