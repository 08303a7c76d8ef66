import { LOOP_VARIABLES } from '../loop/settings.js';

/** Every variable that Herald reads. */
export const VARIABLES = [
  'KNOWLEDGE_DIR',
  'DATA_DIR',
  'DATABASE_URL',
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'SLACK_API_URL',
  'SLACK_PORT',
  'DISCORD_TOKEN',
  'DISCORD_PUBLIC_KEY',
  'DISCORD_PORT',
  'DISCORD_API_URL',
  'PREVIEW_CHANNELS',
  'CONTACT_URL',
  'CORRECTIONS',
  ...LOOP_VARIABLES,
  'MEANING',
  'MODEL_DIR',
  'ANSWER_THRESHOLD',
  'CLOSEST_THRESHOLD',
  'HOST',
  'PORT',
  'WEB',
  'PUBLIC_URL',
  'OPERATOR_TOKEN',
  'CORS_ORIGIN',
  'WEB_LIMIT',
  'LOG_LEVEL',
] as const;

/** One of them. */
export type Variable = (typeof VARIABLES)[number];
