// What the official client is told when it registers changes of the reports' schema, as one line of JSON.
import {SchemaRegistryClient} from '@confluentinc/schemaregistry';

const SUBJECT = 'tocsin.reports-value';
const registry = SchemaRegistryClient.newClient({
  baseURLs: [process.env.SCHEMA_REGISTRY_URL],
  basicAuthCredentials: {credentialsSource: 'USER_INFO', userInfo: process.env.REGISTRY_USER},
});
const latest = await registry.getLatestSchemaMetadata(SUBJECT);

function changed(change) {
  const schema = JSON.parse(latest.schema);
  change(schema.fields);
  return {schemaType: 'AVRO', schema: JSON.stringify(schema)};
}

async function answer(change) {
  try {
    return await registry.register(SUBJECT, changed(change)) === latest.id ? 'the same' : 'a new one';
  } catch (failure) {
    return failure.status;
  }
}

console.log(JSON.stringify({
  level: await registry.getCompatibility(SUBJECT),
  unchanged: await answer(() => {}),
  required: await answer(fields => fields.push({name: 'badge', type: 'string'})),
  withoutAgency: await answer(fields => fields.splice(fields.findIndex(field => field.name === 'agencyId'), 1)),
  otherType: await answer(fields => { fields.find(field => field.name === 'reportId').type = 'int'; }),
  versions: await registry.getAllVersions(SUBJECT),
  mayAddOptional: await registry.testSubjectCompatibility(SUBJECT,
    changed(fields => fields.push({name: 'badge', type: ['null', 'string'], default: null}))),
}));
