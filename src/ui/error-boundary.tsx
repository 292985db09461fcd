import { Component, type ReactNode } from "react";

export type ErrorBoundaryProps = { readonly onError: (error: unknown) => void; readonly children: ReactNode };

/**
 * The net for mistakes of ours while drawing. A class, since React has no other way to catch them. Nothing is drawn
 * afterwards: the terminal is given back and the error is said where it can be read and copied.
 */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError(): { readonly hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}
