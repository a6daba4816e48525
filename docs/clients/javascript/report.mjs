// Sends Tocsin one incident report over Kafka, waits for its verdict and prints that as one line of JSON.
//
//   CLIENT_PROPERTIES=../../../data/demo/client.properties node report.mjs
//
// Exits 0 with the verdict, 1 without one after a minute.
import {createHmac, randomUUID} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType} from '@confluentinc/schemaregistry';
import {Consumer, FetchIsolationLevels, MessagesStreamModes, ProduceAcks, Producer} from '@platformatic/kafka';

const REPORTS = 'tocsin.reports';
const VERDICTS = 'tocsin.verdicts';
const DEADLINE_MS = 60_000;

const {CLIENT_PROPERTIES, AGENCY_SIGNING_KEY} = process.env;
if (!CLIENT_PROPERTIES) {
  console.error("set CLIENT_PROPERTIES to the client.properties of Tocsin's data folder, or to yours");
  process.exit(2);
}
// The file is one of Kafka's Java clients: the broker, the registry, and who comes in there.
const properties = Object.fromEntries(readFileSync(CLIENT_PROPERTIES, 'utf8').split('\n')
  .filter(line => line.includes('=') && !line.startsWith('#'))
  .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
const ofUser = name => properties['sasl.jaas.config']?.match(new RegExp(` ${name}="([^"]*)"`))?.[1];

// A report that was refused gets no verdict: why stands in tocsin.rejected.
const deadline = setTimeout(() => {
  console.error(`no verdict within ${DEADLINE_MS / 1000} seconds; was the report refused? tocsin.rejected says why`);
  process.exit(1);
}, DEADLINE_MS);

const userInfo = properties['basic.auth.user.info'];
const registry = SchemaRegistryClient.newClient({
  baseURLs: [properties['schema.registry.url']],
  ...userInfo && {basicAuthCredentials: {credentialsSource: 'USER_INFO', userInfo}},
});
// The schemas are Tocsin's own: a sender takes the newest of the subject and registers none.
const serializer = new AvroSerializer(registry, SerdeType.VALUE, {autoRegisterSchemas: false, useLatestVersion: true});
const deserializer = new AvroDeserializer(registry, SerdeType.VALUE, {});

// In Avro a time is a number of milliseconds, and a decimal(18, 2) the two's complement of its hundredths, big end first.
const now = Date.now();
const minutesAgo = minutes => now - minutes * 60_000;
const decimal = unscaled => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(unscaled);
  return bytes;
};

// What is left out has its default, and null is "not known": never write 0 for it.
const report = {
  reportId: randomUUID(),
  agencyId: 'qingdao-fire',
  kind: 'FLASH',
  status: 'ACTUAL',
  source: 'PUBLIC',
  via: 'TOPIC',
  occurredAt: minutesAgo(10),
  receivedAt: minutesAgo(5),
  reportedAt: minutesAgo(0),
  category: 'ACCIDENT',
  type: 'fire',
  location: {areaCode: '370213', place: '李沧区某仓库', latitude: 36.17, longitude: 120.42},
  casualties: {dead: 3, seriouslyInjured: 4},
  lossCny: decimal(1_250_000_00n),
  title: '李沧区某仓库火灾，已致3人死亡',
  summary: '仓库起火，正在扑救。',
  unit: '某仓储公司',
  measures: ['扑救'],
  // SECRET, or nothing known, is refused.
  confidentiality: 'INTERNAL',
};

const kafka = {
  clientId: 'report-example',
  bootstrapBrokers: properties['bootstrap.servers'].split(','),
  ...ofUser('username') && {
    sasl: {mechanism: properties['sasl.mechanism'], username: ofUser('username'), password: ofUser('password')},
  },
};
// This client reads only as a member of a group; nothing is committed, so the group leaves nothing behind.
const consumer = new Consumer({...kafka, groupId: `client-report-example-${randomUUID()}`});
const producer = new Producer(kafka);
try {
  // Where the verdicts end is asked for before the report is sent: its own cannot be missed.
  const ends = await consumer.listOffsets({topics: [VERDICTS]});
  const offsets = ends.get(VERDICTS).map((offset, partition) => ({topic: VERDICTS, partition, offset}));

  const value = await serializer.serialize(REPORTS, report);
  await producer.send({
    messages: [{
      topic: REPORTS,
      key: Buffer.from(report.agencyId),
      value,
      headers: proof(value),
    }],
    acks: ProduceAcks.ALL,
  });
  console.error(`reported ${report.reportId}`);

  // Tocsin writes in transactions: what was aborted never counted.
  const stream = await consumer.consume({
    topics: [VERDICTS],
    mode: MessagesStreamModes.MANUAL,
    offsets,
    autocommit: false,
    isolationLevel: FetchIsolationLevels.READ_COMMITTED,
    maxWaitTime: 500,
  });
  for await (const message of stream) {
    const verdict = await deserializer.deserialize(VERDICTS, message.value);
    // A report's id is unique within its agency only.
    if (verdict.reportId === report.reportId && verdict.agencyId === report.agencyId) {
      console.log(JSON.stringify(verdict));
      break;
    }
  }
} finally {
  await consumer.close(true);
  await producer.close();
  clearTimeout(deadline);
}

// Anybody can write qingdao-fire into a report. Without a proof it pages all the same, but carries the finding
// UNVERIFIED_SENDER and nobody is scored by it. Two things prove an agency: that only it may write to
// tocsin.reports.<agencyId> (an ACL of the broker; then send there what was serialised for tocsin.reports), or this
// signature, made with the key that stands as signing-key in tocsin.yaml. It covers the value exactly as sent, schema id
// included.
function proof(value) {
  return AGENCY_SIGNING_KEY
    ? new Map([[
      Buffer.from('tocsin-signature'),
      Buffer.from(createHmac('sha256', AGENCY_SIGNING_KEY).update(value).digest('hex')),
    ]])
    : new Map();
}
