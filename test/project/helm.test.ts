import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { helm } from './helm.ts';

interface Manifest {
  readonly kind: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

const project = join(import.meta.dirname, '../..');
const chart = join(project, 'deploy/helm/rollcall');

if (helm !== undefined)
  describe('the chart, with the values of docs/operators/kubernetes.md', () => {
    let directory = '';
    const run = async (command: string, ...options: readonly string[]) => {
      const values = ['--values', join(directory, 'rollcall.yaml'), '--kube-version', '1.30.0'];
      return promisify(execFile)(helm ?? '', [...command.split(' '), chart, ...values, ...options]);
    };
    const kinds = async (...options: readonly string[]) => {
      const { stdout } = await run('template rollcall', ...options);
      const documents = parseAllDocuments(stdout).filter((one) => !('empty' in one));
      expect(documents.flatMap(({ errors }) => errors)).to.deep.equal([]);
      return new Map(documents.map((one): [string, Manifest] => [String(one.get('kind')), one.toJS()]));
    };

    before(async () => {
      directory = await mkdtemp(join(tmpdir(), 'rollcall-chart-'));
      const page = await readFile(join(project, 'docs/operators/kubernetes.md'), 'utf8');
      const [, values = ''] = /^ {3}```yaml\n(.+?)^ {3}```$/ms.exec(page) ?? [];
      await writeFile(join(directory, 'rollcall.yaml'), values.replaceAll(/^ {3}/gm, ''));
    });

    after(() => rm(directory, { recursive: true }));

    it('passes helm lint', async () => {
      expect((await run('lint --strict')).stdout).to.contain('0 chart(s) failed');
    });

    it('makes every object that the page lists', async () => {
      expect([...(await kinds()).keys()].sort()).to.deep.equal([
        ...['Deployment', 'Ingress', 'Job', 'NetworkPolicy'],
        ...['PodDisruptionBudget', 'Service', 'ServiceAccount'],
      ]);
    });

    it('keeps a single pod free of a disruption budget, which would stop every drain of its node', async () => {
      expect((await kinds('--set', 'replicas=1')).has('PodDisruptionBudget')).to.equal(false);
    });

    it('begins an installation when it is installed, and never when it is upgraded', async () => {
      const command = async (...options: readonly string[]) =>
        JSON.stringify((await kinds(...options)).get('Job')?.spec);
      expect(await command()).to.contain('"migrate","--create"');
      expect(await command('--is-upgrade'))
        .to.contain('"migrate"')
        .and.not.contain('--create');
    });

    it('shows the metrics to those whom the values name, and to nobody else', async () => {
      const ingress = async (...options: readonly string[]) =>
        (await kinds('--set', 'metricsPort=9100', ...options)).get('NetworkPolicy')?.spec.ingress;
      expect(await ingress()).to.deep.equal([{ ports: [{ port: 'http' }] }]);
      expect(
        await ingress('--set', 'networkPolicy.metricsFrom[0].podSelector.matchLabels.app=prometheus'),
      ).to.deep.include({
        ports: [{ port: 'metrics' }],
        from: [{ podSelector: { matchLabels: { app: 'prometheus' } } }],
      });
      const { spec } = (await kinds('--set', 'metricsPort=9100')).get('Deployment') ?? {};
      expect(JSON.stringify(spec))
        .to.contain('{"name":"METRICS_PORT","value":"9100"}')
        .and.contain('{"name":"metrics","containerPort":9100}');
    });

    it('refuses a public address without https, and a value that it does not know', async () => {
      for (const value of ['publicUrl=http://rollcall.example.com', 'replica=3']) {
        const refusal = await run('template rollcall', '--set', value).catch((error: unknown) => error);
        expect(String(refusal), value).to.contain("values don't meet the specifications of the schema");
      }
    });
  });
