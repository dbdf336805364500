import { type Field, reportProblem } from './field.ts';

/** A price limit in US dollars: a number or a decimal string (`0.5`, `"0.50"`, `"$0.50"`); kept as an exact decimal string. */
export function usd(description: string): Field<string> {
  const allowed = 'dollars above 0, up to 1000000, with at most 12 decimals, for example "0.50"';
  return {
    json: {
      anyOf: [
        { type: 'string', pattern: usdPattern.source },
        { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000 },
      ],
      description,
    },
    read(value, at, report) {
      if (typeof value !== 'string' && typeof value !== 'number')
        return reportProblem(report, 'wrong_type', at, value, allowed);
      const decimal = readUsd(value);
      if (decimal !== undefined && isLimit(decimal)) return decimal;
      return reportProblem(
        report,
        decimal === undefined && typeof value === 'string' ? 'wrong_type' : 'out_of_range',
        at,
        value,
        allowed,
      );
    },
  };
}

function isLimit(decimal: string): boolean {
  return Number(decimal) > 0 && Number(decimal) <= 1_000_000 && !/\.\d{13}/.test(decimal);
}

/** An amount of US dollars as schemas ask programs for it: a plain decimal, down to the pico-dollars in which the ledger counts. */
export const usdPattern = /^\d{1,9}(\.\d{1,12})?$/;

/**
 * An amount of US dollars as people and programs write it, as an exact decimal: `$0.50` → `0.5`, `007` → `7`, `2 USD` → `2`. Up to nine
 * digits before the point and 24 after it, as many as a price may have. `undefined` for anything else: a sign, a comma, an exponent, words.
 */
export function readUsd(given: string | number): string | undefined {
  const match = /^\s*\$?\s*0*(\d{1,9})(?:\.(\d{1,24}))?\s*(?:usd)?\s*$/i.exec(String(given));
  if (!match) return undefined;
  const decimals = match[2]?.replace(/0+$/, '') ?? '';
  return decimals === '' ? match[1]! : `${match[1]}.${decimals}`;
}
