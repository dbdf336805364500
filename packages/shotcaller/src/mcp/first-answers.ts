/** What the server has answered to a client that had just come, by method. */
type Results = Readonly<Record<string, object>>;

/** Answers that are the same for every client, recorded when the program was built. */
export interface FirstAnswers {
  /** To a client of the protocol as it was up to 2025. */
  readonly legacy: Results;
  /** Revisions in which these were asked and answered alike. */
  readonly legacyVersions: readonly string[];
  /** To a client of 2026, which says who it is with each request. */
  readonly modern: Results;
  readonly modernVersion: string;
}

/** What the client has shown itself to be so far. `opened`: one of up to 2025 whose `initialize` is answered. */
export type ProtocolEra = 'opening' | 'opened' | 'modern';

export interface FirstAnswer {
  readonly era: ProtocolEra;
  /** Absent: a notification, which nothing answers. */
  readonly id?: string | number;
  readonly line?: string;
}

type Json = Readonly<Record<string, unknown>>;

const reserved = 'io.modelcontextprotocol/';
const versionKey = `${reserved}protocolVersion`;
const clientKey = `${reserved}clientInfo`;
const capabilitiesKey = `${reserved}clientCapabilities`;

/** The answer to one line of a client; `undefined`: only the server knows one. Whatever has not exactly the usual form is left to it. */
export function firstAnswer(answers: FirstAnswers, era: ProtocolEra, line: string): FirstAnswer | undefined {
  const message = messageIn(line);
  if (!message) return undefined;
  const { method, params, id } = message;
  if (id === undefined)
    return method === 'notifications/initialized' && era === 'opened' && isBare(params) ? { era } : undefined;
  if (era === 'opening' && method === 'initialize' && opensLegacy(answers, params)) {
    const { protocolVersion } = params as Json;
    return answerOf('opened', id, { ...answers.legacy.initialize, protocolVersion });
  }
  const isModern = era !== 'opened' && isModernRequest(answers, params);
  const isLegacy = era === 'opened' && isBare(params);
  if (!isModern && !isLegacy) return undefined;
  const results = isModern ? answers.modern : answers.legacy;
  const result = method !== 'initialize' && Object.hasOwn(results, method) ? results[method] : undefined;
  return result && answerOf(isModern ? 'modern' : era, id, result);
}

function answerOf(era: ProtocolEra, id: string | number, result: object): FirstAnswer {
  return { era, id, line: `${JSON.stringify({ jsonrpc: '2.0', id, result })}\n` };
}

interface Message {
  readonly method: string;
  readonly params: unknown;
  readonly id: string | number | undefined;
}

function messageIn(line: string): Message | undefined {
  let message: unknown;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isRecord(message) || !hasOnly(message, ['jsonrpc', 'id', 'method', 'params'])) return undefined;
  const { jsonrpc, method, params, id } = message;
  const isId = id === undefined || typeof id === 'string' || Number.isSafeInteger(id);
  if (jsonrpc !== '2.0' || typeof method !== 'string' || !isId) return undefined;
  return { method, params, id: id as Message['id'] };
}

/** Nothing is asked of the method in particular. */
function isBare(params: unknown): boolean {
  if (params === undefined) return true;
  if (!isRecord(params) || !hasOnly(params, ['_meta'])) return false;
  const { _meta: meta } = params;
  return meta === undefined || (isRecord(meta) && hasOnly(meta, ['progressToken']) && isToken(meta.progressToken));
}

function isToken(token: unknown): boolean {
  return token === undefined || typeof token === 'string' || Number.isSafeInteger(token);
}

function opensLegacy({ legacyVersions }: FirstAnswers, params: unknown): boolean {
  if (!isRecord(params) || !hasOnly(params, ['protocolVersion', 'capabilities', 'clientInfo'])) return false;
  const { protocolVersion, capabilities, clientInfo } = params;
  return legacyVersions.includes(protocolVersion as string) && isCapabilities(capabilities) && isClientInfo(clientInfo);
}

function isModernRequest({ modernVersion }: FirstAnswers, params: unknown): boolean {
  if (!isRecord(params) || !hasOnly(params, ['_meta']) || !isRecord(params._meta)) return false;
  const { _meta: meta } = params;
  return (
    hasOnly(meta, [versionKey, clientKey, capabilitiesKey, 'progressToken']) &&
    meta[versionKey] === modernVersion &&
    isClientInfo(meta[clientKey]) &&
    isCapabilities(meta[capabilitiesKey]) &&
    isToken(meta.progressToken)
  );
}

function isClientInfo(info: unknown): boolean {
  return (
    isRecord(info) &&
    hasOnly(info, ['name', 'title', 'version', 'websiteUrl', 'description']) &&
    typeof info.name === 'string' &&
    typeof info.version === 'string' &&
    Object.values(info).every((value) => typeof value === 'string')
  );
}

/** Objects and flags; what an extension says of itself is its own. Anything else is the server's to judge. */
function isCapabilities(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(([name, capability]) =>
    name === 'extensions' || name === 'experimental'
      ? isRecord(capability) && Object.values(capability).every(isRecord)
      : isRecord(capability) && isOfFlags(capability),
  );
}

function isOfFlags(record: Json, depth = 1): boolean {
  if (depth > 5) return false;
  return Object.values(record).every(
    (value) => typeof value === 'boolean' || (isRecord(value) && isOfFlags(value, depth + 1)),
  );
}

function hasOnly(record: Json, keys: readonly string[]): boolean {
  return Object.keys(record).every((key) => keys.includes(key));
}

/** As core's, which is not loaded before the first call of a tool. */
function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
