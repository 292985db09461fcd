import { render } from "ink-testing-library";
import { describe, expect, it } from "vitest";
import { createPainter } from "../../../src/theme/painter.js";
import { findTheme } from "../../../src/theme/find.js";
import { PainterContext, Styled } from "../../../src/ui/components/styled.js";

const painter = () => {
  const found = findTheme("dark", undefined);
  if (!found.ok) throw new Error(found.fault.message);
  return createPainter(found.value.theme, 0);
};

describe("styled text", () => {
  it("shows its text in one piece, also where there are no colours", () => {
    const { lastFrame } = render(
      <PainterContext value={painter()}>
        <Styled role="level.error">disk is full</Styled>
      </PainterContext>,
    );
    expect(lastFrame()).toBe("disk is full");
  });

  it("cuts what is too wide when asked to, with an ellipsis", () => {
    const { lastFrame } = render(
      <PainterContext value={painter()}>
        <Styled role="text" wrap="truncate-end">
          {"x".repeat(300)}
        </Styled>
      </PainterContext>,
    );
    expect(lastFrame()).toBe(`${"x".repeat(99)}…`);
  });
});
