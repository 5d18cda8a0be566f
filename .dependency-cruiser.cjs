/** Who may import whom: the table of docs/architecture.md, row by row. */
const house = [
  'api',
  'workflows',
  'activities',
  'messaging',
  'db',
  'vault',
  'domain',
  'contracts',
  'telemetry',
  'observability',
  'simulators',
  'embedded',
  'client',
  'console',
  'bin',
  'test',
  'bench',
  'infra',
];

/** `from` may import these folders of the house; `types` only as types. */
const rows = [
  { from: 'contracts', may: [] },
  { from: 'domain', may: [], types: ['contracts'] },
  { from: 'workflows', may: ['domain'], types: ['activities'] },
  { from: 'activities', may: ['domain', 'contracts', 'db', 'messaging/port', 'telemetry'] },
  { from: 'db', may: ['domain', 'contracts', 'telemetry'] },
  { from: 'vault', may: ['domain', 'db'] },
  { from: 'messaging', may: ['domain', 'contracts', 'telemetry'], except: '^messaging/handlers/' },
  { from: 'messaging/handlers', may: ['messaging', 'domain', 'contracts', 'db'] },
  { from: 'api', may: ['contracts', 'domain', 'db', 'telemetry', 'workflows/messages'], types: ['workflows'] },
  { from: 'telemetry', may: ['domain'] },
  { from: 'observability', may: [] },
  { from: 'simulators', may: [] },
  { from: 'embedded', may: [] },
  { from: 'client', may: [] },
  { from: 'console', may: ['client', 'contracts/roles.ts'], types: ['contracts'] },
];

const forbidden = rows.flatMap(({ from, may, types = [], except }) => {
  const source = { path: `^${from}/`, ...(except ? { pathNot: except } : {}) };
  const own = `^${from}/`;
  const allowed = [own, ...may.map((folder) => `^${folder}`)];
  const inHouse = `^(${house.join('|')})/`;
  return [
    {
      name: `${from}-imports`,
      severity: 'error',
      from: source,
      to: { path: inHouse, pathNot: [...allowed, ...types.map((folder) => `^${folder}/`)] },
    },
    ...types.map((folder) => ({
      name: `${from}-imports-types-of-${folder}`,
      severity: 'error',
      from: source,
      to: { path: `^${folder}/`, pathNot: allowed, dependencyTypesNot: ['type-only'] },
    })),
  ];
});

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'contracts-zod-alone',
      severity: 'error',
      from: { path: '^contracts/' },
      to: { pathNot: ['^contracts/', '^node_modules/zod/'] },
    },
    {
      name: 'domain-pure',
      severity: 'error',
      from: { path: '^domain/' },
      to: { pathNot: ['^domain/', '^contracts/'] },
    },
    {
      name: 'workflows-light',
      comment: 'Workflow code loads in every isolate: Temporal and the domain, nothing heavy, no I/O.',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { pathNot: ['^workflows/', '^domain/', '^activities/', '^node_modules/@temporalio/(workflow|common)/'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    // Peers with packages of their own, which nobody imports.
    exclude: { path: '^(bench/peers/(dbos|restate)|infra/node_modules|console/dist)/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
