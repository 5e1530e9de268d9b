/** Catches an error of one pane, so that the window continues, and offers to restart the pane. */
import { Component, type ReactNode } from 'react';

type Props = { readonly title: string; readonly children: ReactNode };
type State = { readonly error: string | null };

export class PaneGuard extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="empty" role="alert">
        <p className="empty-title">{this.props.title} stopped</p>
        <p>This pane stopped because of an error ({this.state.error}). Other panes and the recording continue.</p>
        <button type="button" className="button" onClick={() => this.setState({ error: null })}>
          Restart the pane
        </button>
      </div>
    );
  }
}
