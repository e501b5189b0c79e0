// Counts and averages STAGE_TIMING by SQL through the public thin-client protocol, as any client of
// the grid may. Usage: node stage_timing.js HOST:PORT SECONDS; prints one JSON object.
'use strict';
const IgniteClient = require('apache-ignite-client');

const { IgniteClientConfiguration, SqlFieldsQuery } = IgniteClient;

const SQL =
  'SELECT STAGE, COUNT(*), AVG(CAST(DURATION_NANOS AS DOUBLE)) FROM STAGE_TIMING GROUP BY STAGE';

async function query(cache) {
  const cursor = await cache.query(new SqlFieldsQuery(SQL).setSchema('PUBLIC'));
  const stages = {};
  for (const [stage, count, average] of await cursor.getAll()) {
    stages[stage] = { count: Number(count), average_nanos: Number(average) };
  }
  return stages;
}

async function main(endpoint, seconds) {
  const client = new IgniteClient();
  await client.connect(new IgniteClientConfiguration(endpoint));
  try {
    const cache = client.getCache('STAGE_TIMING');
    const end = Date.now() + 1000 * seconds;
    let queries = 0;
    let stages;
    do {
      stages = await query(cache);
      queries++;
    } while (queries < 2 || Date.now() < end);
    console.log(JSON.stringify({ queries, stages }));
  } finally {
    client.disconnect();
  }
}

main(process.argv[2], Number(process.argv[3])).catch((error) => {
  console.error(String(error));
  process.exit(1);
});
