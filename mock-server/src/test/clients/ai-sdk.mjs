import { createOpenAI } from '@ai-sdk/openai';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { NONE, MODEL, PERSON, STATION, WEATHER, apiKey, assert, baseURL, fails, play } from './steps.mjs';

const model = createOpenAI({ baseURL, apiKey }).responses(MODEL);
const weather = (seen) =>
  tool({
    description: 'Get the current weather for a location',
    inputSchema: jsonSchema(WEATHER),
    execute: async ({ location }) => {
      seen.push(location);
      return JSON.parse(STATION);
    },
  });
const id = (result) => result.providerMetadata.openai.responseId;
const ask = (prompt, openai = {}, more = {}) =>
  generateText({ model, prompt, providerOptions: { openai }, maxRetries: 0, ...more });

await play('@ai-sdk/openai', {
  create: async () => {
    const result = await ask('What is the capital of France?', { instructions: 'Be brief.' });
    assert.match(result.text, /Paris/);
    assert.ok(result.usage.inputTokens > 0, 'no usage');
  },
  stream: async () => {
    const result = streamText({ model, prompt: 'Count from 1 to 30.', maxRetries: 0 });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    assert.match(text, /^1, 2, 3.*30$/);
    assert.equal(await result.finishReason, 'stop');
  },
  tools: async () => {
    for (const store of [false, true]) {
      const seen = [];
      const result = await ask(
        'What is the weather like in San Francisco?',
        { store },
        { tools: { get_weather: weather(seen) }, stopWhen: stepCountIs(3) },
      );
      assert.deepEqual(seen, ['San Francisco']);
      assert.match(result.text, /morula/, `store ${store}`);
    }
    const seen = [];
    const streamed = streamText({
      model,
      prompt: 'What is the weather like in Paris?',
      providerOptions: { openai: { store: false } },
      tools: { get_weather: weather(seen) },
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    });
    assert.match(await streamed.text, /morula/);
    assert.deepEqual(seen, ['Paris']);
  },
  chain: async () => {
    const first = await ask('My name is Ada7x.');
    const second = await ask('What is my name?', { previousResponseId: id(first) });
    assert.match(second.text, /Ada7x/);
  },
  history: async () => {
    for (const store of [true, false]) {
      const messages = [{ role: 'user', content: 'My name is Ada7x.' }];
      const providerOptions = { openai: { store } };
      const first = await generateText({ model, messages, providerOptions, maxRetries: 0 });
      messages.push(...first.response.messages, { role: 'user', content: 'What is my name?' });
      assert.match((await generateText({ model, messages, providerOptions, maxRetries: 0 })).text, /Ada7x/);
    }
  },
  structured: async () => {
    const schema = z.object({ name: z.string(), age: z.number().int().min(0) });
    const { output: person } = await ask(PERSON, {}, { output: Output.object({ schema }) });
    assert.equal(typeof person.name, 'string');
    assert.ok(person.age >= 0);
  },
  unstored: async () => {
    const first = await ask('My name is Ada7x.', { store: false });
    return fails(() => ask('What is my name?', { previousResponseId: id(first) }), 404);
  },
  retrieve: () => NONE,
  delete: () => NONE,
  gone: () => NONE,
});
