export { buildPlan, type PlanRequest } from './build-plan.ts';
export type { Condition, ExistsCondition, Literal, Plan, PlanColumn, PlanTable, Ref } from './plan.ts';
