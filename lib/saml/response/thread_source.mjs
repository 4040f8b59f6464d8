import { built } from '../../build.mjs';

// A thread does not inherit the loader of TypeScript, so the sources use the build as well.
await import(await built('saml_thread'));
