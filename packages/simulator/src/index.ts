/**
 * OpenRouter’s video API offline, for tests.
 * @module @shotcaller/simulator
 */
export { type Clock, type ManualClock, manualClock, type ScaledClock, scaledClock, systemClock } from './clock.ts';
export { createSimulator, type Simulator } from './create-simulator.ts';
export type { Fault } from './faults/parse.ts';
export { explainScenarios, parseScenarios, UnknownScenarioError } from './faults/parse.ts';
export type { ScenarioName } from './faults/scenarios.ts';
export type { FrameSize } from './frame-size.ts';
export type { Listening, ListenOptions } from './http/listen.ts';
export type { BookedBill, BookedChat, Delivery, Job, JobFailure } from './job.ts';
export type { Picodollars } from './money.ts';
export type { SimulatorOptions } from './options.ts';
export type { RenderPlan } from './plan.ts';
export type { Bill, BillLine } from './price.ts';
export type { SubmitRequest } from './request.ts';
export { parseRooms, type Room } from './room.ts';
export {
  type Served,
  type ServeSimulatorOptions,
  type ServeSimulatorTerminal,
  serveSimulator,
} from './serve-simulator.ts';
export { signatureHeader } from './webhooks/sign.ts';
export type * from './wire.ts';
