import { CATALOGUE_TEMPLATES } from './catalogue.ts';
import { CUSTOMER_TEMPLATES } from './customers.ts';
import { PROMOTION_TEMPLATES } from './promotions.ts';
import { SALES_TEMPLATES } from './sales.ts';
import { SYSTEM_TEMPLATES } from './system.ts';

/** Every release of every built-in template, as the YAML that a person would write. Releases are added, never changed. */
export const BUILT_IN_TEXTS: readonly string[] = [
  ...CUSTOMER_TEMPLATES,
  ...SALES_TEMPLATES,
  ...PROMOTION_TEMPLATES,
  ...CATALOGUE_TEMPLATES,
  ...SYSTEM_TEMPLATES,
];
