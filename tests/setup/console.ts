import { afterEach, beforeEach, expect } from "vitest";

// A stray console.error fails the test: it is a warning that nobody reads. A test that expects one replaces
// console.error itself (vi.spyOn(console, "error").mockImplementation(…)) and looks at it.
let heard: unknown[][] = [];
const original = console.error;

beforeEach(() => {
  heard = [];
  console.error = (...args: unknown[]) => {
    heard.push(args);
    original(...args);
  };
});

afterEach(() => {
  console.error = original;
  expect(heard, "console.error was called").toEqual([]);
});
