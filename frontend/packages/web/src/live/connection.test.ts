import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type LiveMessage, stayConnected } from "./connection";

/** The far side of the connection. */
class FakeSocket {
  static opened: FakeSocket[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly address: string) {
    FakeSocket.opened.push(this);
  }

  say(message: Partial<LiveMessage>): void {
    this.onmessage?.({ data: JSON.stringify({ topic: "order", ...message }) });
  }

  close(code = 1000): void {
    this.onclose?.({ code });
  }
}

let messages: LiveMessage[];
let states: boolean[];
let end: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  messages = [];
  states = [];
  end = stayConnected({
    address: async () => "wss://api.shop.example/ws/v1/?ticket=one",
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    Socket: FakeSocket as unknown as typeof WebSocket,
  });
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(() => {
  end();
  vi.useRealTimers();
});

const socket = (number: number) => FakeSocket.opened[number] as FakeSocket;

it("passes on what has changed, and not what is about the connection", () => {
  socket(0).say({ type: "ready", number: 1 });
  socket(0).say({ type: "order_changed", number: 2 });
  socket(0).say({ type: "beat", number: 2 });

  expect(messages.map(({ type }) => type)).toEqual(["order_changed"]);
  expect(states).toEqual([true]);
});

it("comes back with the last number", async () => {
  socket(0).say({ type: "order_changed", number: 41 });
  socket(0).close(1001);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(socket(1).address).toBe("wss://api.shop.example/ws/v1/?ticket=one&last=41");
});

it("takes a connection without beats for dead", async () => {
  socket(0).say({ type: "ready", number: 1 });
  await vi.advanceTimersByTimeAsync(62_000);

  expect(FakeSocket.opened).toHaveLength(2);
});

it("waits longer after each failure", async () => {
  for (const _ of Array.from({ length: 8 })) {
    FakeSocket.opened.at(-1)?.close(1006);
    await vi.advanceTimersByTimeAsync(30_000);
  }
  const before = FakeSocket.opened.length;
  FakeSocket.opened.at(-1)?.close(1006);
  vi.spyOn(Math, "random").mockReturnValue(1);
  await vi.advanceTimersByTimeAsync(30_000);

  expect(FakeSocket.opened.length - before).toBeLessThanOrEqual(1);
});

it.each([
  ["it is not understood", () => socket(0).close(4400)],
  ["the page is left", () => end()],
])("does not come back when %s", async (_, happens) => {
  happens();
  await vi.advanceTimersByTimeAsync(120_000);

  expect(FakeSocket.opened).toHaveLength(1);
});
