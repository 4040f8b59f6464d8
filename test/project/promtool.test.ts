import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { promtool } from './promtool.ts';

const rules = join(import.meta.dirname, '../../deploy/prometheus/alerts.yaml');

if (promtool !== undefined)
  describe('promtool', () => {
    it('finds every alert rule of deploy valid', async () => {
      const { stdout } = await promisify(execFile)(promtool ?? '', ['check', 'rules', '--lint-fatal', rules]);
      expect(stdout).to.match(/SUCCESS: \d+ rules found/);
    });
  });
