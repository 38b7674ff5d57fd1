import OpenAI from 'openai';
import { zodTextFormat } from 'openai/helpers/zod';
import { z } from 'zod';
import { MODEL, PERSON, STATION, WEATHER, apiKey, assert, baseURL, fails, play } from './steps.mjs';

const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const tools = [{ type: 'function', name: 'get_weather', parameters: WEATHER, strict: true }];
const create = (body) => client.responses.create({ model: MODEL, ...body });
let kept;

await play('openai', {
  create: async () => {
    const response = await create({
      instructions: 'Be brief.',
      input: [
        { role: 'developer', content: 'Answer in English.' },
        { role: 'user', content: [{ type: 'input_text', text: 'What is the capital of France?' }] },
      ],
      metadata: { trace: 'one' },
      include: ['reasoning.encrypted_content'],
    });
    assert.match(response.output_text, /Paris/);
    assert.equal(response.metadata.trace, 'one');
    assert.ok(response._request_id, 'no x-request-id');
    kept = response.id;
  },
  stream: async () => {
    const types = [];
    let text = '';
    const events = await create({ input: 'Count from 1 to 30.', stream: true, stream_options: { include_obfuscation: false } });
    for await (const event of events) {
      types.push(event.type);
      text += event.type === 'response.output_text.delta' ? event.delta : '';
    }
    assert.equal(types[0], 'response.created');
    assert.equal(types.at(-1), 'response.completed');
    assert.match(text, /^1, 2, 3.*30$/);
    const helper = client.responses.stream({ model: MODEL, input: 'Count from 1 to 5.' });
    const final = await helper.finalResponse();
    assert.equal(final.output_text, '1, 2, 3, 4, 5');
  },
  tools: async () => {
    const first = await create({ input: 'What is the weather like in San Francisco?', tools });
    const call = first.output.find((item) => item.type === 'function_call');
    assert.equal(call.name, 'get_weather');
    assert.match(JSON.parse(call.arguments).location, /San Francisco/);
    const output = { type: 'function_call_output', call_id: call.call_id, output: STATION };
    const second = await create({ previous_response_id: first.id, input: [output], tools });
    assert.match(second.output_text, /morula/);
    const whole = await create({
      store: false,
      tools,
      input: [{ role: 'user', content: 'What is the weather like in San Francisco?' }, ...first.output, output],
    });
    assert.match(whole.output_text, /morula/);
    const streamed = client.responses.stream({ model: MODEL, input: 'What is the weather like in Paris?', tools });
    assert.deepEqual(JSON.parse((await streamed.finalResponse()).output[0].arguments), { location: 'Paris' });
  },
  chain: async () => {
    const first = await create({ input: 'My name is Ada7x.' });
    const second = await create({ input: 'What is my name?', previous_response_id: first.id });
    assert.match(second.output_text, /Ada7x/);
    assert.equal(second.previous_response_id, first.id);
  },
  history: async () => {
    const input = [{ role: 'user', content: 'My name is Ada7x.' }];
    input.push(...(await create({ input, store: false })).output, { role: 'user', content: 'What is my name?' });
    assert.match((await create({ input, store: false })).output_text, /Ada7x/);
  },
  structured: async () => {
    const format = zodTextFormat(z.object({ name: z.string(), age: z.number().int().min(0) }), 'person');
    const { output_parsed: person } = await client.responses.parse({ model: MODEL, input: PERSON, text: { format } });
    assert.equal(typeof person.name, 'string');
    assert.ok(person.age >= 0);
  },
  unstored: async () => {
    const first = await create({ input: 'My name is Ada7x.', store: false });
    return fails(() => create({ input: 'What is my name?', previous_response_id: first.id }), 404);
  },
  retrieve: async () => {
    const response = await client.responses.retrieve(kept);
    assert.match(response.output_text, /Paris/);
  },
  delete: async () => {
    await client.responses.delete(kept);
  },
  gone: () => fails(() => client.responses.retrieve(kept), 404),
});
