import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, type Of, object } from '../../openapi/schemas.ts';
import { adminOnly, instant, modelId, usd, usdSent } from './values.ts';

/** Client keys of this gateway, for those who administer it. */

const clientKey = object('ClientKey', 'A client key, without the key itself: only its hash is kept.', {
  id: z.string().describe('Names this very key: a name that is given again after a revocation is another key.'),
  name: z.string(),
  createdAt: instant,
  admin: z.boolean().describe('Sees every job, the ledger and the metrics, and administers keys and limits.'),
  budgetUsd: usd.nullable().describe('Most that it may spend in all; null: no limit of its own.'),
  dailyUsd: usd.nullable().describe('Most that it may spend on a UTC day; null: no limit of its own.'),
  models: z.array(modelId).nullable().describe('Models that it may buy; null: all.'),
  submitsPerMinute: z.int().nullable().describe('Orders a minute; null: as many as the server takes.'),
  bookedUsd: usd.describe('Its bills and open reservations so far.'),
  bookedTodayUsd: usd.describe('Those of this UTC day.'),
});

export type ClientKeyView = Of<typeof clientKey>;

const limits = {
  budgetUsd: usdSent.nullable().exactOptional().describe('Most that it may spend in all; null: no limit.'),
  dailyUsd: usdSent.nullable().exactOptional().describe('Most that it may spend on a UTC day; null: no limit.'),
  models: z
    .array(z.string().min(1).max(256))
    .min(1, 'must name a model, or be null for all')
    .max(500)
    .nullable()
    .exactOptional()
    .describe('Models that it may buy; null: all.'),
  submitsPerMinute: z
    .int()
    .min(1)
    .max(100_000)
    .nullable()
    .exactOptional()
    .describe('Orders a minute; null: as many as the server takes.'),
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
    admin: z.boolean().exactOptional().describe('Default false.'),
    ...limits,
  }),
);

const addedKey = object('AddedClientKey', 'A key that was just made.', {
  key: z.string().describe('The key itself. It is told here and never again.'),
  entry: clientKey,
});

export type AddedClientKey = Of<typeof addedKey>;

const keyChange = named('ClientKeyChange', z.strictObject(limits).describe('What is left out stays as it is.'));

const mostBytes = 200_000;
const errors = { ...adminOnly, 404: 'There is no such key, or it is revoked' };

export const keyAddresses = {
  'GET /v1/keys': {
    name: 'listKeys',
    summary: 'Client keys that are in use, by name',
    answers: {
      200: { description: 'The keys', json: object('ClientKeys', 'Client keys.', { keys: z.array(clientKey) }) },
    },
    errors: adminOnly,
  },
  'POST /v1/keys': {
    name: 'addKey',
    summary: 'Make a client key; it is told once',
    body: newKey,
    maxBodyBytes: mostBytes,
    answers: { 201: { description: 'The key, told once', json: addedKey } },
    errors: { ...adminOnly, 409: 'A key of that name is in use' },
  },
  'POST /v1/keys/{id}': {
    name: 'changeKey',
    summary: 'Change what a client key may spend, how often it may order, and which models it may buy',
    body: keyChange,
    maxBodyBytes: mostBytes,
    answers: { 200: { description: 'The key', json: clientKey } },
    errors,
  },
  'POST /v1/keys/{id}/revoke': {
    name: 'revokeKey',
    summary: 'End a client key at once, on every gateway of this ledger; its jobs go on',
    answers: { 200: { description: 'The key that was ended', json: clientKey } },
    errors: { ...errors, 409: 'It is the key that this request came with' },
  },
} satisfies Addresses;
