import { newReading, type Reading } from "@globalmarket/web/server/reading";
import { describe, expect, it } from "vitest";
import { type Page, PageCache } from "./cache.ts";
import { NonceText } from "./nonce-text.ts";

const page = (text = "page", host = "eu.localhost"): Omit<Page, "tags"> => ({
  host,
  headers: {},
  nonce: "n/a",
  content: new NonceText(text, "n/a"),
});

function reading(change: number, ...tags: string[]): Reading {
  return { ...newReading(), maxAgeS: 60, tags: new Map(tags.map((tag) => [tag, change])) };
}

function filled(change = 5): PageCache {
  const cache = new PageCache(1_000_000);
  cache.store("key", page(), reading(change, "product:1", "categories"));
  return cache;
}

describe("a page that is kept", () => {
  it("is there until something in it changes", () => {
    const cache = filled();
    const { content } = cache.find("key") ?? {};
    expect(content instanceof NonceText && content.plain("").toString()).toBe("page");

    cache.expire("eu.localhost", ["product:1"], 6);

    expect(cache.find("key")).toBeUndefined();
  });

  it.each([
    ["something else changes", "eu.localhost", "product:2", 6],
    ["another region's changes", "mena.localhost", "product:1", 6],
    ["an old notice comes late", "eu.localhost", "product:1", 5],
  ])("stays when %s", (_, host, tag, change) => {
    const cache = filled();

    cache.expire(host, [tag], change);

    expect(cache.find("key")).toBeDefined();
  });

  it("goes when memory is short, the least wanted first", () => {
    const cache = new PageCache(5_000);
    for (const key of ["first", "second"]) cache.store(key, page("x".repeat(1_000)), reading(1, "a"));
    cache.find("first");
    cache.store("third", page("x".repeat(1_000)), reading(1, "a"));

    expect(["first", "second", "third"].map((key) => cache.find(key) !== undefined)).toEqual([true, false, true]);
  });
});

describe("a page is not kept", () => {
  it("if a change came while it was being made", () => {
    const cache = new PageCache(1_000_000);
    cache.expire("eu.localhost", ["product:1"], 6);

    cache.store("key", page(), reading(5, "product:1"));

    expect(cache.find("key")).toBeUndefined();
  });

  it("if something in it is one visitor's own", () => {
    const cache = new PageCache(1_000_000);

    cache.store("key", page(), { ...reading(5, "product:1"), mayBeKept: false });

    expect(cache.find("key")).toBeUndefined();
  });

  it("if nothing says when it changes", () => {
    const cache = new PageCache(1_000_000);

    cache.store("key", page(), newReading());

    expect(cache.find("key")).toBeUndefined();
  });
});

it("does not let a page live on when it has forgotten single changes", () => {
  const cache = filled(5);
  cache.expire("eu.localhost", ["product:1"], 6);
  const many = Array.from({ length: 60_000 }, (_, number) => `product:x${number}`);
  cache.expire("eu.localhost", many.slice(0, 30_000), 7);
  cache.expire("eu.localhost", many.slice(30_000), 8);

  cache.store("key", page(), reading(5, "product:1"));

  expect(cache.find("key")).toBeUndefined();
});
