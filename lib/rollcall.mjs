#!/usr/bin/env node
import { built } from './build.mjs';

await import(await built('cli'));
