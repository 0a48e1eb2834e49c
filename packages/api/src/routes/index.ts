import { accessRoutes } from './access.ts';
import { catalogRoutes } from './catalog.ts';
import { exportRoutes } from './exports.ts';
import { runRoutes } from './runs.ts';
import { serviceRoutes } from './service.ts';

/** Every endpoint of the API, by the name that the client calls it. */
export const ROUTES = { ...exportRoutes, ...runRoutes, ...catalogRoutes, ...serviceRoutes, ...accessRoutes } as const;

export type Routes = typeof ROUTES;
export type RouteName = keyof Routes;
