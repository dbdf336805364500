import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { adminOnly, instant, modelId, usd, usdSent } from './values.ts';

/** Client keys of this gateway, for those who administer it. */

const clientKey = object('ClientKey', 'A client key without its secret: only a hash of it is stored.', {
  id: z.string().describe('Identifies this key. A new key with the name of a revoked one has another id.'),
  name: z.string(),
  createdAt: instant,
  admin: z
    .boolean()
    .describe('true: the key can see every job, the ledger and the metrics, and manage keys and limits.'),
  budgetUsd: usd.nullable().describe('The most that the key may spend in total; null: no limit of its own.'),
  dailyUsd: usd.nullable().describe('The most that the key may spend on one UTC day; null: no limit of its own.'),
  models: z.array(modelId).nullable().describe('The models that the key may buy; null: all models.'),
  submitsPerMinute: z
    .int()
    .nullable()
    .describe('How many jobs the key may order per minute; null: the limit of the server.'),
  bookedUsd: usd.describe('Total of its bills and open reservations so far.'),
  bookedTodayUsd: usd.describe('Bills and open reservations of this UTC day.'),
});

export type ClientKeyView = Of<typeof clientKey>;

const limits = {
  budgetUsd: usdSent.nullable().exactOptional().describe('The most that the key may spend in total; null: no limit.'),
  dailyUsd: usdSent
    .nullable()
    .exactOptional()
    .describe('The most that the key may spend on one UTC day; null: no limit.'),
  models: z
    .array(z.string().min(1).max(256))
    .min(1, 'must name a model, or be null for all')
    .max(500)
    .nullable()
    .exactOptional()
    .describe('The models that the key may buy; null: all models.'),
  submitsPerMinute: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .exactOptional()
    .describe('How many jobs the key may order per minute; null: the limit of the server.'),
};

const newKey = named(
  'NewClientKey',
  z.strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][\w.-]{0,63}$/,
        'must be 1 to 64 letters, digits, dots, dashes and underscores, and begin with a letter or a digit',
      ),
    admin: z
      .boolean()
      .exactOptional()
      .describe(
        'true: the key can see every job, the ledger and the metrics, and manage keys and limits. Default false.',
      ),
    ...limits,
  }),
);

const addedKey = object('AddedClientKey', 'A new client key with its secret.', {
  key: z.string().describe('The key itself. This is the only time it is shown.'),
  entry: clientKey,
});

export type AddedClientKey = Of<typeof addedKey>;

const keyChange = named(
  'ClientKeyChange',
  z.strictObject(limits).describe('Fields that you leave out stay as they are.'),
);

const mostBytes = 200_000;
const errors = { ...adminOnly, 404: 'There is no such key, or it was revoked' };

export const keyAddresses = {
  'GET /v1/keys': {
    name: 'listKeys',
    summary: 'List the active client keys, by name',
    answers: {
      200: { description: 'The keys', json: object('ClientKeys', 'Client keys.', { keys: z.array(clientKey) }) },
    },
    errors: adminOnly,
  },
  'POST /v1/keys': {
    name: 'addKey',
    summary: 'Create a client key; the key itself is shown only once',
    body: newKey,
    maxBodyBytes: mostBytes,
    answers: { 201: { description: 'The key; this is the only time it is shown', json: addedKey } },
    errors: { ...adminOnly, 409: 'An active key has this name; nothing was changed' },
  },
  'POST /v1/keys/{id}': {
    name: 'changeKey',
    summary: 'Change the budget, rate limit and allowed models of a client key',
    body: keyChange,
    maxBodyBytes: mostBytes,
    answers: { 200: { description: 'The key', json: clientKey } },
    errors,
  },
  'POST /v1/keys/{id}/revoke': {
    name: 'revokeKey',
    summary: 'Revoke a client key at once, on every gateway with this ledger. Its jobs continue',
    answers: { 200: { description: 'The revoked key', json: clientKey } },
    errors: { ...errors, 409: 'A key cannot revoke itself' },
  },
} satisfies Addresses;
