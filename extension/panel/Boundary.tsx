/** Keeps a defect of ours from taking the host's page with it. */
import * as React from 'react'

interface Props {
  readonly children: React.ReactNode
}

export class Boundary extends React.Component<Props, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {}

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (!error) return this.props.children
    return (
      <div className="slipway">
        <div className="slipway-notice slipway-notice--bad" role="alert">
          <strong>This Rollout cannot be shown.</strong> {error.message}
          <button type="button" className="slipway-button" onClick={() => this.setState({ error: undefined as never })}>
            Try again
          </button>
        </div>
      </div>
    )
  }
}
