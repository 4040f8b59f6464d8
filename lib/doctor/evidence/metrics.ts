import type { ExistingConfig } from '../../../config/index.ts';
import { isThisMachine } from '../../../config/this_machine.ts';
import type { Reach } from '../types.ts';
import { get } from './get.ts';

type Given = Pick<ExistingConfig, 'publicUrl' | 'host' | 'metricsPort'>;

/** The addresses below PUBLIC_URL, and on its host, at which the metrics answer. */
export async function openMetrics(config: Given, reach: Reach): Promise<string[]> {
  const answers = await Promise.all(
    placesOf(config).map(async (url) => ((await hasMetrics(url, reach)) ? [url] : [])),
  );
  return answers.flat();
}

function placesOf({ publicUrl, host, metricsPort }: Given): string[] {
  if (metricsPort === undefined) return [];
  const { hostname } = new URL(publicUrl);
  const isHidden = metricsPort === 0 || isThisMachine(host) || isThisMachine(hostname);
  return [`${publicUrl}/metrics`, ...(isHidden ? [] : [`http://${hostname}:${metricsPort}/metrics`])];
}

async function hasMetrics(url: string, reach: Reach): Promise<boolean> {
  try {
    const { status, text } = await get(url, {}, reach);
    return status === 200 && text.includes('rollcall_');
  } catch {
    return false;
  }
}
