import { expect, it } from "vitest";
import { asTyped, maintenanceStep, noticeIn } from "./notice";

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

it("sends a text for each language, also an emptied one, and no moment where none was typed", () => {
  const form = formOf({ "maintenance_texts.en": " Back soon ", maintenance_until: "" });

  expect(noticeIn(form, ["en", "nl"])).toEqual({
    maintenance_texts: { en: "Back soon", nl: "" },
    maintenance_until: null,
  });
});

it("shows the stored moment by the region's clock", () => {
  expect(asTyped("2026-12-01T13:05:00Z", "Europe/Brussels")).toBe("2026-12-01T14:05");
  expect(asTyped(null, "Europe/Brussels")).toBe("");
});

it("opens the region by default", () => {
  expect(maintenanceStep(formOf({ step: "change" }))).toBe("change");
  expect(maintenanceStep(formOf({}))).toBe("end");
});
