import { afterEach, expect, it } from "vitest";
import { violations } from "./support/axe.ts";
import { editRegion } from "./support/operator.ts";
import { useShoppers } from "./support/shop.ts";
import { atPanel, enterAs } from "./support/staff.ts";
import { atDashboard, enter } from "./support/vendors.ts";

const browser = useShoppers();
const VENDOR = "maison-tisserand";

const NEEDED = "vendor_documents_needed";
afterEach(() => editRegion("eu", { settings: { [NEEDED]: null } }));

it("a paper is refused with a reason that its vendor reads, and the next one is accepted", async () => {
  await editRegion("eu", { settings: { [NEEDED]: "bank" } });
  const word = crypto.randomUUID().slice(0, 8);
  const person = await browser(atDashboard("eu", "en-NL"));
  await enter(person, VENDOR);
  const show = async (name: string) => {
    await person.open("/settings/papers");
    await person.page.locator("#paper-kind").selectOption("bank");
    const file = { name, mimeType: "application/pdf", buffer: Buffer.from(`%PDF-1.7 ${name}`) };
    await person.page.locator("#paper-file").setInputFiles(file);
    await person.page.getByRole("button", { name: person.text("settings.papers.send") }).click();
    await person.page.getByText(person.text("settings.papers.done")).waitFor();
  };
  await show(`dark-${word}.pdf`);
  await person.page.getByText(person.text("settings.papers.states.waiting")).first().waitFor();

  const staff = await browser(atPanel("eu", "en-NL"));
  await enterAs(staff, "catalogue");
  await staff.open(`/vendors?q=${encodeURIComponent("Tisserand")}`);
  await staff.page.getByRole("link", { name: "Tisserand" }).first().click();
  const paper = (name: string) => staff.page.getByRole("listitem").filter({ hasText: name });
  await paper(`dark-${word}.pdf`).locator("summary").click();
  await paper(`dark-${word}.pdf`).getByRole("textbox").fill("Too dark to read");
  const refuse = paper(`dark-${word}.pdf`).getByRole("button", { name: staff.text("vendors.refuse_document") });
  await refuse.click();
  await staff.page.getByRole("button", { name: staff.text("vendors.refuse_document_confirm") }).click();
  await staff.page.getByText(staff.text("vendors.done.document_refused")).waitFor();
  expect(await violations(staff)).toEqual([]);

  await person.open("/settings/papers");
  await person.page.getByText("Too dark to read").first().waitFor();
  await person.page.getByText(person.text("settings.papers.needs")).waitFor();
  expect(await violations(person)).toEqual([]);
  await show(`bright-${word}.pdf`);
  expect(await person.page.getByText(person.text("settings.papers.needs")).count()).toBe(0);

  await staff.page.reload();
  await paper(`bright-${word}.pdf`)
    .getByRole("button", { name: staff.text("vendors.accept_document") })
    .click();
  await staff.page.getByText(staff.text("vendors.done.document_accepted")).waitFor();
});

it("finance sees what was decided on a paper, and does not decide", async () => {
  const staff = await browser(atPanel("eu", "en-NL"));
  await enterAs(staff, "finance");
  await staff.open(`/vendors?q=${encodeURIComponent("Tisserand")}`);
  await staff.page.getByRole("link", { name: "Tisserand" }).first().click();
  await staff.page.getByRole("heading", { name: staff.text("vendors.documents") }).waitFor();

  expect(await staff.page.getByRole("button", { name: staff.text("vendors.accept_document") }).count()).toBe(0);
});
