import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Markdown } from "./markdown";

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

it("shows headings below the page's title, lists and links", () => {
  const made = html("# Returns\n\n- within 14 days\n\n[Contact](mailto:help@shop.example)");

  expect(made).toContain(">Returns</h2>");
  expect(made).toContain("<li>within 14 days</li>");
  expect(made).toContain('href="mailto:help@shop.example"');
});

it("shows HTML as text", () => {
  const made = html('Before <img src=x onerror="alert(1)"> after\n\n<script>alert(1)</script>');

  expect(made).not.toMatch(/<(img|script)/);
  expect(made).toContain("&lt;script&gt;");
});

it.each(["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])(
  "has no link to %s",
  (target) => {
    expect(html(`[here](${target})`)).not.toContain(target);
  },
);
