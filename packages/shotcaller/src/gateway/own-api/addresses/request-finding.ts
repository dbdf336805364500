import { type RequestFinding, requestFindingCodes } from '@shotcaller/core';
import { z } from 'zod';
import { objectOf } from '../../openapi/schemas.ts';

export const requestFinding = objectOf<RequestFinding>()(
  'RequestFinding',
  'A problem with a request, or a warning about it.',
  {
    code: z.enum(requestFindingCodes),
    severity: z
      .enum(['refused', 'warning'])
      .describe('refused: the model would refuse this request, so it is not sent.'),
    field: z.string(),
    requested: z.unknown().exactOptional(),
    supported: z.unknown().exactOptional().describe('What the model accepts.'),
    nearest: z.union([z.string(), z.number()]).nullable().exactOptional(),
  },
);
