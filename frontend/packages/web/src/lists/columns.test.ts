import { expect, it } from "vitest";
import { chosenColumns, readColumns } from "./columns";

const COLUMNS = ["number", "placed", "total"].map((key) => ({ key, title: key }));

function keysFor(chosen: string | undefined) {
  return chosenColumns(COLUMNS, chosen).map(({ key }) => key);
}

it("shows the columns of the address in the table's order, the first one always", () => {
  expect(keysFor(readColumns({ columns: "total.placed" }))).toEqual(["number", "placed", "total"]);
  expect(keysFor(readColumns({ columns: ["number", "total"] }))).toEqual(["number", "total"]);
  expect(keysFor("total")).toEqual(["number", "total"]);
  expect(keysFor("number")).toEqual(["number"]);
});

it("shows all where none is chosen, or none that the table has", () => {
  expect(keysFor(readColumns({}))).toHaveLength(3);
  expect(keysFor(readColumns({ columns: "gone" }))).toHaveLength(3);
  expect(readColumns({ columns: "<script>" })).toBeUndefined();
});
