import { Box, Text } from "ink";
import type { ReactNode } from "react";
import type { Role } from "../../../theme/roles.js";
import { asciiSegments } from "../../ascii-segments.js";
import { useParts } from "../../parts.js";
import type { Segment } from "../../segment.js";
import { Styled } from "../styled.js";

export type LineProps = {
  readonly segments: readonly Segment[];
  /** What lies under the whole line, as under the selected row of a list. */
  readonly base?: Role;
};

/** One line of segments; it is not cut, so they must fit. */
export function Line({ segments, base }: LineProps): ReactNode {
  const { ascii } = useParts();
  const shown = ascii ? asciiSegments(segments) : segments;
  return (
    <Box height={1} flexShrink={0}>
      <Text wrap="truncate-end">
        {shown.map((segment, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- segments have no identity but their place
          <Styled key={index} role={segment.role} {...(base !== undefined && { base })}>
            {segment.text}
          </Styled>
        ))}
      </Text>
    </Box>
  );
}

export type LinesProps = {
  readonly lines: readonly (readonly Segment[])[];
  readonly base?: Role;
};

export function Lines({ lines, base }: LinesProps): ReactNode {
  return lines.map((segments, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- lines have no identity but their place
    <Line key={index} segments={segments} {...(base !== undefined && { base })} />
  ));
}
