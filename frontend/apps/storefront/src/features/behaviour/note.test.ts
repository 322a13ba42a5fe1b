import { expect, it } from "vitest";
import { listen, note } from "./note";

it("keeps what happens before the page listens, and passes on what follows", () => {
  const heard: string[] = [];
  note({ kind: "view", product_id: "prod_1" });

  const end = listen(({ kind }) => heard.push(kind));
  note({ kind: "add", product_id: "prod_1" });
  end();
  note({ kind: "remove", product_id: "prod_1" });

  expect(heard).toEqual(["view", "add"]);
});

it("says when it happened", () => {
  const times: string[] = [];
  const end = listen(({ at }) => times.push(at));
  note({ kind: "search", query: "mug" });
  end();

  expect(times.at(-1)).toMatch(/^\d{4}-\d{2}-\d{2}T/);
});
