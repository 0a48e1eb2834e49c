import { z } from 'zod';

/** WAYBILL_ARTIFACTS_S3. */
export const s3SettingsSchema = z
  .strictObject({
    region: z.string().min(1).optional(),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
    access_key: z.string().min(1).optional(),
    secret_key: z.string().min(1).optional(),
    session_token: z.string().min(1).optional(),
    path_style: z.boolean().optional(),
  })
  .refine(s => (s.access_key === undefined) === (s.secret_key === undefined), {
    path: ['secret_key'],
    message: '`access_key` and `secret_key` belong together',
  });
export type S3Settings = z.output<typeof s3SettingsSchema>;
