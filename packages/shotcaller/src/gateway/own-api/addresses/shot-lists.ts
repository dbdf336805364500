import { type ProfileName, profiles } from '@shotcaller/core';
import { z } from 'zod';
import type { Addresses } from '../../openapi/address.ts';
import { named, object } from '../../openapi/schemas.ts';

const readRequest = named(
  'ReadShotList',
  z.strictObject({
    list: z.string().min(1).max(20_000_000).describe('The shot list as text.'),
    format: z.enum(['csv', 'jsonl', 'yaml']).describe('How the list is written.'),
  }),
);

const shot = object('ListedShot', 'One shot of a list.', {
  id: z.string(),
  requirements: z
    .record(z.string(), z.unknown())
    .describe('Like Requirements. A picture that is a path stays as it is written: no file is read.'),
  profile: z
    .enum(Object.keys(profiles) as [ProfileName, ...ProfileName[]])
    .nullable()
    .describe('null: the list names none.'),
  model: z.string().nullable().describe('null: the pick.'),
  takes: z.number().int().describe('How many clips of it.'),
  continues: z.string().nullable().describe('The id of the shot that it goes on from; null: none.'),
  note: z.string().nullable(),
});

const shotList = object('ShotList', 'A shot list as it was read.', {
  shots: z.array(shot).describe('In the order of the list; its defaults are in each shot that does not say otherwise.'),
});

/** Shot lists read for those who show them. */
export const shotListAddresses = {
  'POST /v1/shot-lists': {
    name: 'readShotList',
    summary: 'Read a shot list: its shots, or every problem with line and column',
    description: 'Buys nothing, chooses no model and keeps nothing.',
    body: readRequest,
    answers: { 200: { description: 'The shots', json: shotList } },
    errors: { 422: 'The list has problems' },
  },
} satisfies Addresses;
