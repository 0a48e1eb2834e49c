/** The contract of the service: schemas, routes, and what is made from them. */
export { type ClientOptions, createClient } from './client/create-client.ts';
export { ApiError, ServiceUnreachable, type UnreachableReason } from './client/errors.ts';
export type {
  CallInput,
  CallOptions,
  CallOutput,
  Client,
  DownloadedFile,
  JsonRouteName,
  OnBehalfOf,
  WatchOptions,
} from './client/types.ts';
export { type OpenApiDocument, type OpenApiOperation, openApiDocument } from './open-api/open-api-document.ts';
export { formatBytes, formatCount, formatSeconds, plural } from './quantities.ts';
export { ROUTES, type RouteName, type Routes } from './routes/index.ts';
export { isRepeatable, type RouteSpec, successStatus, takesKey } from './routes/route.ts';
export * from './schemas/access.ts';
export * from './schemas/catalog.ts';
export * from './schemas/common.ts';
export * from './schemas/exports.ts';
export * from './schemas/runs.ts';
export * from './schemas/service.ts';
