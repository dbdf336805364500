import { withDeadline } from '../outbound/deadline.ts';
import type { CommandContext } from './context.ts';

/** Ends what is exported; what is not out by then is dropped. */
export interface Telemetry {
  close(): Promise<void>;
}

const none: Telemetry = { close: async () => undefined };

/** How long the last spans may take to leave, in milliseconds: a collector that hangs holds nobody up. */
const closeWithinMs = 3000;

/**
 * Exports traces and measurements of jobs by OpenTelemetry where `OTEL_EXPORTER_OTLP_ENDPOINT` (or the one for traces) is set. The SDK is
 * loaded only then, and reads its other settings (`OTEL_*`) itself.
 */
export async function startTelemetry({ environment, terminal }: CommandContext): Promise<Telemetry> {
  const endpoint = environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT;
  if (!endpoint || environment.OTEL_SDK_DISABLED === 'true') return none;
  const sdk = await import('@opentelemetry/sdk-node').catch(() => undefined);
  if (!sdk) {
    terminal.talk(
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the OpenTelemetry SDK is not installed, so nothing is traced. Jobs are not affected. Install it with: npm install @opentelemetry/sdk-node\n',
    );
    return none;
  }
  const { NodeSDK, resources } = sdk;
  const running = new NodeSDK({
    serviceName: environment.OTEL_SERVICE_NAME || 'shotcaller',
    instrumentations: [],
    // Not the process: its command line holds the prompt.
    resourceDetectors: [resources.envDetector, resources.hostDetector],
  });
  running.start();
  return {
    async close() {
      await withDeadline({ timeoutMs: closeWithinMs }, () => running.shutdown()).catch(() => undefined);
    },
  };
}
