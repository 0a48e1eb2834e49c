export { buildPlan, type PlanRequest } from './build-plan.ts';
export { type Locate, mustBe } from './must-be.ts';
export { personalColumns } from './personal-columns.ts';
export type { Condition, ExistsCondition, Literal, Plan, PlanColumn, PlanTable, Ref } from './plan.ts';
