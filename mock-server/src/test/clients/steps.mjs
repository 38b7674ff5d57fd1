import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export const baseURL = process.env.MOCK_URL;
export const apiKey = process.env.MOCK_KEY;
export const MODEL = 'accounts/fireworks/models/qwen3-235b-a22b';
export const WEATHER = {
  type: 'object',
  properties: { location: { type: 'string', description: 'The city and state' } },
  required: ['location'],
  additionalProperties: false,
};
export const PERSON = 'Give me a person, Ada, aged 36.';
/** What the weather tool returns: a word that nobody could guess shows whether it was used. */
export const STATION = JSON.stringify({ temperature_c: 17, station: 'morula' });
/** What a step gives back for which the client has no call. */
export const NONE = Symbol('the client has no such call');

const CANARIES = /https?:\/\/\S+/g;

/** Plays every step, also after one that failed, and prints one JSON line for each. */
export async function play(client, steps) {
  const file = new URL(`./node_modules/${client}/package.json`, import.meta.url);
  print({ client, version: JSON.parse(readFileSync(file, 'utf8')).version });
  for (const [step, run] of Object.entries(steps)) {
    try {
      const note = await run();
      print(note === NONE ? { step, outcome: 'none' } : { step, outcome: 'ok', note: note ?? '' });
    } catch (e) {
      print({ step, outcome: 'failed', note: String(e?.stack ?? e).replace(CANARIES, '…').slice(0, 2000) });
    }
  }
}

function print(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

/** The call has to fail; gives the error's type and status as the client shows them. */
export async function fails(call, status) {
  let error;
  try {
    await call();
  } catch (e) {
    error = e;
  }
  assert.ok(error, 'no error was raised');
  const cause = error.statusCode || error.status ? error : error.cause ?? error.lastError ?? error;
  const seen = cause.status ?? cause.statusCode;
  assert.equal(seen, status, `status of ${error?.stack}`);
  return `${cause.constructor.name} ${seen}`;
}

export { assert };
