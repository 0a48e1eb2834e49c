/** Numbers as people read them, the same on every surface. */
export { formatBytes, formatCount, formatSeconds, plural } from '@waybill/api/quantities';
