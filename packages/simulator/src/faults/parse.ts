import { type ScenarioName, scenarioSets, scenarios } from './scenarios.ts';

/** One scenario as asked for: how often for one subject at most, and with what probability each time. */
export interface Fault {
  readonly name: ScenarioName;
  readonly times: number;
  /** In (0, 1]. */
  readonly rate: number;
}

/** A scenario that there is not. The message names the nearest one. */
export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
}

/**
 * Reads `NAME[@RATE][:TIMES]`, several joined by `,` or `+`: "submit-reset", "poll-503:5", "poll-reset@0.3:all,cost-null".
 * Throws UnknownScenarioError on anything else.
 */
export function parseScenarios(text: string): readonly Fault[] {
  return text
    .split(/[,+\s]+/)
    .filter((part) => part !== '')
    .flatMap(parseOne);
}

/** The table of `--scenario list`. */
export function explainScenarios(): string {
  const row = (name: string, text: string) => `  ${name.padEnd(24)} ${text}`;
  return [
    'Scenarios: NAME[@RATE][:TIMES], joined by commas. RATE is a probability, TIMES a number or "all".',
    'Example: --scenario "submit-reset,poll-503@0.5:3". Per request: header x-simulator-scenario, or model "ID#NAME+NAME".',
    '',
    ...Object.entries(scenarios).map(([name, { explains, times }]) =>
      row(name, Number.isFinite(times) ? `${explains} (x${times})` : explains),
    ),
    '',
    'Sets:',
    ...Object.entries(scenarioSets).map(([name, { explains, of }]) => row(name, of ? `${explains}: ${of}` : explains)),
    '',
  ].join('\n');
}

function parseOne(part: string): readonly Fault[] {
  const match = /^([a-z0-9-]+)(?:@(0?\.\d+|1(?:\.0+)?|\d{1,3}%))?(?::(\d{1,6}|all))?$/.exec(part);
  const name = match?.[1] ?? '';
  if (match && Object.hasOwn(scenarioSets, name)) return parseScenarios(scenarioSets[name]!.of);
  if (!match || !Object.hasOwn(scenarios, name)) {
    throw new UnknownScenarioError(
      `Unknown scenario "${part.slice(0, 80)}". Write NAME[@RATE][:TIMES]; "--scenario list" explains the names.`,
    );
  }
  const known = name as ScenarioName;
  return [
    {
      name: known,
      rate: rateOf(match[2]),
      times: match[3] === 'all' ? Number.POSITIVE_INFINITY : match[3] ? Number(match[3]) : scenarios[known].times,
    },
  ];
}

function rateOf(text: string | undefined): number {
  if (!text) return 1;
  return Math.min(1, text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text));
}
