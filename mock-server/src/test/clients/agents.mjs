import { Agent, OpenAIProvider, Runner, tool } from '@openai/agents';
import { z } from 'zod';
import { NONE, MODEL, PERSON, STATION, WEATHER, apiKey, assert, baseURL, fails, play } from './steps.mjs';

const runner = new Runner({
  tracingDisabled: true,
  modelProvider: new OpenAIProvider({ baseURL, apiKey, useResponses: true }),
});
const agent = (more = {}) => new Agent({ name: 'helper', instructions: 'Be brief.', model: MODEL, ...more });
const weather = (seen) =>
  tool({
    name: 'get_weather',
    description: 'Get the current weather for a location',
    parameters: WEATHER,
    execute: async ({ location }) => {
      seen.push(location);
      return STATION;
    },
  });

await play('@openai/agents', {
  create: async () => {
    const result = await runner.run(agent(), 'What is the capital of France?');
    assert.match(result.finalOutput, /Paris/);
  },
  stream: async () => {
    const result = await runner.run(agent(), 'Count from 1 to 30.', { stream: true });
    let text = '';
    for await (const piece of result.toTextStream()) text += piece;
    await result.completed;
    assert.match(text, /^1, 2, 3.*30$/);
    assert.equal(result.finalOutput, text);
  },
  tools: async () => {
    const seen = [];
    const helper = agent({ tools: [weather(seen)] });
    const result = await runner.run(helper, 'What is the weather like in San Francisco?');
    assert.deepEqual(seen, ['San Francisco']);
    assert.match(result.finalOutput, /morula/);
    const streamed = await runner.run(helper, 'What is the weather like in Paris?', { stream: true });
    for await (const _ of streamed);
    assert.equal(seen[1], 'Paris');
    assert.match(streamed.finalOutput, /morula/);
  },
  chain: async () => {
    const first = await runner.run(agent(), 'My name is Ada7x.');
    const second = await runner.run(agent(), 'What is my name?', { previousResponseId: first.lastResponseId });
    assert.match(second.finalOutput, /Ada7x/);
  },
  history: async () => {
    const first = await runner.run(agent(), 'My name is Ada7x.');
    const again = await runner.run(agent(), [...first.history, { role: 'user', content: 'What is my name?' }]);
    assert.match(again.finalOutput, /Ada7x/);
  },
  structured: async () => {
    const outputType = z.object({ name: z.string(), age: z.number().int().min(0) });
    const { finalOutput: person } = await runner.run(agent({ outputType }), PERSON);
    assert.equal(typeof person.name, 'string');
    assert.ok(person.age >= 0);
  },
  unstored: async () => {
    const forgetful = agent({ modelSettings: { store: false } });
    const first = await runner.run(forgetful, 'My name is Ada7x.');
    return fails(() => runner.run(agent(), 'What is my name?', { previousResponseId: first.lastResponseId }), 404);
  },
  retrieve: () => NONE,
  delete: () => NONE,
  gone: () => NONE,
});
