import { failed, ok, skipped } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

/** The metrics, which need no credentials, are not public. */
export const metrics: Check = {
  name: 'metrics',
  find({ config: { metricsPort }, openMetrics, visit }) {
    if (metricsPort === undefined) return skipped('METRICS_PORT is not set: there are no metrics.');
    if (openMetrics.length > 0)
      return failed(
        `Anybody can read the metrics at ${openMetrics.join(' and ')}. Close METRICS_PORT for all but Prometheus.`,
      );
    if (visit === undefined || isFailure(visit))
      return skipped(
        'Nothing answers at PUBLIC_URL, so nothing shows whether the metrics are public. See public_url.',
      );
    return ok('The host of PUBLIC_URL does not show the metrics to this machine.');
  },
};
