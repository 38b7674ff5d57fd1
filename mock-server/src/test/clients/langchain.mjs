import { HumanMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { z } from 'zod';
import { NONE, MODEL, PERSON, STATION, WEATHER, apiKey, assert, baseURL, fails, play } from './steps.mjs';

const model = (more = {}) =>
  new ChatOpenAI({ model: MODEL, apiKey, useResponsesApi: true, maxRetries: 0, configuration: { baseURL }, ...more });
const tool = {
  type: 'function',
  function: { name: 'get_weather', description: 'Get the current weather', parameters: WEATHER },
};

await play('@langchain/openai', {
  create: async () => {
    const answer = await model().invoke([['system', 'Be brief.'], ['user', 'What is the capital of France?']]);
    assert.match(answer.text, /Paris/);
  },
  stream: async () => {
    let text = '';
    for await (const piece of await model().stream('Count from 1 to 30.')) text += piece.text;
    assert.match(text, /^1, 2, 3.*30$/);
  },
  tools: async () => {
    for (const zdrEnabled of [false, true]) {
      const bound = model({ zdrEnabled }).bindTools([tool]);
      const question = new HumanMessage('What is the weather like in San Francisco?');
      const first = await bound.invoke([question]);
      assert.deepEqual(first.tool_calls[0].args, { location: 'San Francisco' });
      const output = new ToolMessage({ content: STATION, tool_call_id: first.tool_calls[0].id });
      const second = await bound.invoke([question, first, output]);
      assert.match(second.text, /morula/);
    }
  },
  chain: async () => {
    const first = await model().invoke('My name is Ada7x.');
    const second = await model().invoke('What is my name?', { previous_response_id: first.response_metadata.id });
    assert.match(second.text, /Ada7x/);
  },
  history: async () => {
    const told = new HumanMessage('My name is Ada7x.');
    const answer = await model().invoke([told]);
    assert.match((await model().invoke([told, answer, new HumanMessage('What is my name?')])).text, /Ada7x/);
  },
  structured: async () => {
    const schema = z.object({ name: z.string(), age: z.number().int().min(0) });
    for (const method of ['jsonSchema', 'functionCalling']) {
      const person = await model().withStructuredOutput(schema, { name: 'person', method }).invoke(PERSON);
      assert.equal(typeof person.name, 'string', method);
      assert.ok(person.age >= 0);
    }
  },
  unstored: async () => {
    const first = await model({ zdrEnabled: true }).invoke('My name is Ada7x.');
    return fails(() => model().invoke('What is my name?', { previous_response_id: first.response_metadata.id }), 404);
  },
  retrieve: () => NONE,
  delete: () => NONE,
  gone: () => NONE,
});
