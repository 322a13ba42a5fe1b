import type { ProblemView } from "@globalmarket/api";
import { expect, it } from "vitest";
import { problemFile } from "./problem-file";

it("writes a problem a line, quoted where a comma or a quote needs it", () => {
  const problem = {
    row: 3,
    severity: "error",
    column: "Price",
    handle: "mug",
    code: "invalid",
    message: 'Not "a", price',
  };

  expect(problemFile([problem as ProblemView])).toBe(
    '\uFEFFrow,severity,column,handle,code,message\r\n3,error,Price,mug,invalid,"Not ""a"", price"\r\n',
  );
});

it("lets no spreadsheet run what stands in a file", () => {
  const problem = { row: 1, severity: "error", column: "=1+1", handle: "", code: "x", message: "" };

  expect(problemFile([problem as ProblemView])).toContain("1,error,'=1+1,,x,");
});
