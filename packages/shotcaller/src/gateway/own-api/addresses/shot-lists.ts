import { type ProfileName, profiles } from '@shotcaller/core';
import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, object } from '../../openapi/schemas.ts';

const readRequest = named(
  'ReadShotList',
  z.strictObject({
    list: z.string().min(1).max(20_000_000).describe('The shot list as text.'),
    format: z.enum(['csv', 'jsonl', 'yaml']).describe('The format of the list.'),
  }),
);

const shot = object('ListedShot', 'One shot of a list.', {
  id: z.string(),
  requirements: z
    .record(z.string(), z.unknown())
    .describe('The requirements of the shot. A picture that is a path stays as it is written; no file is read.'),
  profile: z
    .enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]])
    .nullable()
    .describe('The profile of the shot; null: the list names none.'),
  model: z.string().nullable().describe('The model of the shot; null: the list names none, so the pick is used.'),
  takes: z.number().int().describe('How many clips to make of the shot.'),
  continues: z.string().nullable().describe('The id of the shot that this one continues; null: none.'),
  note: z.string().nullable(),
});

const shotList = object('ShotList', 'A shot list as it was read.', {
  shots: z
    .array(shot)
    .describe('In the order of the list. Each shot includes the defaults of the list that it does not override.'),
});

/** Shot lists read for those who show them. */
export const shotListAddresses = {
  'POST /v1/shot-lists': {
    name: 'readShotList',
    summary: 'Check a shot list: get its shots, or every problem with line and column',
    description: 'Buys nothing, chooses no model and saves nothing.',
    body: readRequest,
    answers: { 200: { description: 'The shots', json: shotList } },
    errors: { 422: 'The list has problems' },
  },
} satisfies Addresses;
