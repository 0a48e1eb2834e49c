/** The contract of the service: schemas, routes, and what is made from them. */
export { ROUTES, type RouteName, type Routes } from './routes/index.ts';
export type { RouteSpec } from './routes/route.ts';
export * from './schemas/common.ts';
export * from './schemas/exports.ts';
export * from './schemas/runs.ts';
export * from './schemas/service.ts';
