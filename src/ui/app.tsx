import { Box, useInput, usePaste } from "ink";
import { type ReactNode, useSyncExternalStore } from "react";
import { selectEmpty } from "../app/selectors/empty.js";
import { selectFocusRow } from "../app/selectors/focus.js";
import { selectScreen } from "../app/selectors/screen.js";
import { frameOf } from "../app/stream/frame.js";
import type { Painter } from "../theme/painter.js";
import { Detail } from "./components/detail/detail.js";
import { Empty, emptyRow } from "./components/empty/empty.js";
import { Footer } from "./components/footer/footer.js";
import { Header } from "./components/header/header.js";
import { Help } from "./components/help/help.js";
import { List } from "./components/list/list.js";
import { Notice, Offer } from "./components/notice/notice.js";
import { Palette } from "./components/palette/palette.js";
import { useCaret } from "./components/prompt/use-caret.js";
import { Prompt } from "./components/prompt/prompt.js";
import { PainterContext, Styled } from "./components/styled.js";
import { Tabs } from "./components/tabs/tabs.js";
import { ErrorBoundary } from "./error-boundary.js";
import { type Parts, PartsContext, useParts, useSelected } from "./parts.js";
import { keysOfInput } from "./runtime/keys-of-input.js";
import type { Store } from "./runtime/store.js";
import type { Screen } from "./terminal/screen.js";
import { ScreenContext } from "./terminal/surface.js";
import { VIEW_COMPONENTS } from "./views/registry.js";

export type AppProps = {
  readonly parts: Parts;
  readonly painter: Store<Painter>;
  readonly screen: Screen;
  readonly onError: (error: unknown) => void;
};

/** Everything on the screen, with what its parts need around it. */
export function App({ parts, painter, screen, onError }: AppProps): ReactNode {
  const current = useSyncExternalStore(painter.subscribe, painter.get);
  return (
    <ErrorBoundary onError={onError}>
      <ScreenContext value={screen}>
        <PartsContext value={parts}>
          <PainterContext value={current}>
            <Keyboard />
            <Frame />
          </PainterContext>
        </PartsContext>
      </ScreenContext>
    </ErrorBoundary>
  );
}

/** What is typed and pasted becomes actions; what the keys mean is not known here. */
function Keyboard(): ReactNode {
  const { dispatch } = useParts();
  useInput((input, key) => {
    for (const name of keysOfInput(input, key)) dispatch({ kind: "press", key: name });
  });
  usePaste((text) => dispatch({ kind: "paste", text }));
  return null;
}

function Frame(): ReactNode {
  const size = useSelected((state) => state.size);
  const view = useSelected(selectScreen);
  return (
    <Box width={size.columns} height={size.rows}>
      {view.kind === "too-small" ? <TooSmall text={view.text} /> : <Views frame={view.frame} />}
    </Box>
  );
}

/** In plain mode the terminal's cursor is on what the keys are about: screen readers read that line. */
function Focus(): ReactNode {
  const { plain, glyphs } = useParts();
  const focused = useSelected(selectFocusRow);
  const empty = useSelected((state) => (state.view === "stream" ? selectEmpty(state) : undefined));
  const rect = useSelected((state) => frameOf(state).stream);
  const row = empty === undefined || focused === undefined ? focused : emptyRow(empty, rect, glyphs);
  useCaret(plain && row !== undefined ? { x: 0, y: row } : undefined);
  return null;
}

function TooSmall({ text }: { readonly text: string }): ReactNode {
  return (
    <Box flexGrow={1} alignItems="center" justifyContent="center">
      <Styled role="level.warning">{text}</Styled>
    </Box>
  );
}

type ViewsProps = { readonly frame: Extract<ReturnType<typeof selectScreen>, { readonly kind: "frame" }>["frame"] };

function Views({ frame }: ViewsProps): ReactNode {
  const id = useSelected((state) => state.view);
  const View = VIEW_COMPONENTS[id];
  return (
    <>
      {frame.header.rows > 0 && <Header rect={frame.header} />}
      {frame.tabs !== undefined && <Tabs rect={frame.tabs} />}
      <View rect={frame.stream} />
      {(id === "stream" || id === "replay") && <Empty rect={frame.stream} />}
      {frame.detail !== undefined && <Detail rect={frame.detail} />}
      {frame.footer.rows > 0 && <Footer rect={frame.footer} />}
      <List />
      <Help />
      <Prompt rect={frame.footer} />
      <Palette />
      <Notice rect={frame.footer} />
      <Offer rect={frame.stream} />
      <Focus />
    </>
  );
}
