import { existingConfig } from '../../config/index.ts';
import type { Evidence } from '../../lib/doctor/types.ts';
import type { EndingView } from '../../lib/operations/endings.ts';

export const NOW = Date.parse('2026-06-01T12:00:00Z');
export const DAY = 86_400_000;

export const secrets = {
  TOKEN_PEPPER: 'VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVy',
  CURSOR_SECRET: 'bGF6eSBkb2dzIGFuZCBvdGhlciBhbmltYWxzLg0K',
  AUDIT_SECRET: 'c2V2ZW4gc2lsbHkgc2hlZXAgc2xvd2x5IHNodWZm',
  SAML_SECRET: 'bGVmdCBzb3V0aCBvZiBzcHJpbmdmaWVsZCwgMTk5',
};

/** The variables of an installation without a fault. */
export const soundVariables = {
  DATA_DIR: '/nonexistent/rollcall',
  PUBLIC_URL: 'https://rollcall.test',
  TRUSTED_PROXIES: '1',
  SMTP_URL: 'smtp://mail.test',
  MAIL_FROM: 'rollcall@acme.test',
  METRICS_PORT: '9464',
  ...secrets,
};

export const health = {
  service: {
    ...{ version: '1.0.0', store: 'embedded', node: 'v22', startedAt: '2026-06-01T00:00:00Z' },
    jobs: [{ name: 'deliver mails', every: 1_000, late: false }],
  },
  data: { format: 1, version: '1.0.0' },
} as unknown as NonNullable<Exclude<Evidence['data'], { problem: string }>>['health'];

export const ending: EndingView & { readonly group: string } = {
  ...{ group: 'acme', name: 'SCIM', id: '1', kind: 'credential', warns: true },
  endsAt: new Date(NOW + 20 * DAY).toISOString(),
};

/** What the checks look at where nothing is wrong; `variables` replace those of the configuration. */
export function evidence(
  changes: Partial<Evidence> = {},
  variables: Readonly<Record<string, string>> = {},
): Evidence {
  return {
    config: existingConfig({ ...soundVariables, ...variables }),
    now: NOW,
    directory: { exposed: [], free: 50e9, size: 100e9, backupAt: NOW - DAY / 2 },
    data: { health, endings: { total: 0, endings: [] } },
    mongo: undefined,
    visit: {
      ...{ status: 200, isOwn: true, certificateEnds: NOW + 60 * DAY, ahead: 100 },
      ...{ client: '198.51.100.7', added: ['198.51.100.7'], isForged: false },
    },
    mail: 'accepted',
    openMetrics: [],
    ...changes,
  };
}

/** A replica set without a fault. */
export const replicaSet = {
  ...{ version: '8.0.4', members: 3, majorityMs: 5, ahead: -200 },
  disk: { free: 50e9, size: 100e9 },
};

export const onMongo = { MONGODB_URI: 'mongodb://db.test/rollcall' };
