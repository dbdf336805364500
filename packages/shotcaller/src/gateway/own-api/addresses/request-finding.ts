import { type RequestFinding, requestFindingCodes } from '@shotcaller/core';
import { z } from 'zod';
import { objectOf } from '../../openapi/schemas.ts';

export const requestFinding = objectOf<RequestFinding>()(
  'RequestFinding',
  'What is wrong, or worth knowing, about a request.',
  {
    code: z.enum(requestFindingCodes),
    severity: z.enum(['refused', 'warning']).describe('refused: do not send it.'),
    field: z.string(),
    requested: z.unknown().exactOptional(),
    supported: z.unknown().exactOptional().describe('What the model takes.'),
    nearest: z.union([z.string(), z.number()]).nullable().exactOptional(),
  },
);
