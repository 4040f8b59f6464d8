import { register } from 'tsx/esm/api';

// A thread does not inherit the loader of TypeScript. Only tests and scripts run the sources.
register();
await import('./thread.ts');
