import * as React from 'react'
import type { PodView, RevisionView } from '../view/revisions.ts'
import { Countdown } from './Steps.tsx'

/** Revisions that play a part or have pods; the rest are history, one line each, when asked for. */
export function Revisions({ revisions }: { readonly revisions: readonly RevisionView[] }) {
  const isPresent = ({ roles, pods, desired }: RevisionView) =>
    roles.length > 0 || pods.length > 0 || (desired ?? 0) > 0
  const past = revisions.filter(revision => !isPresent(revision))
  return (
    <section className="slipway-card" aria-label="Revisions">
      <h3>Revisions</h3>
      {revisions.length === 0 && <p className="slipway-muted">No ReplicaSet yet.</p>}
      {revisions.filter(isPresent).map(revision => (
        <Revision key={revision.uid} revision={revision} />
      ))}
      {past.length > 0 && (
        <details className="slipway-past">
          <summary>
            {past.length} earlier {past.length === 1 ? 'revision' : 'revisions'}
          </summary>
          <ul>
            {past.map(({ uid, number, images, hash }) => (
              <li key={uid}>
                Revision {number} <span className="slipway-muted">{images.map(shortImage).join(', ') || hash}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** The registry says little; the name and the tag are what people look for. The whole is in the title. */
const shortImage = (image: string) => image.split('/').at(-1)!

function Revision({ revision }: { readonly revision: RevisionView }) {
  const { number, roles, hash, images, pods, desired, available, scaleDownAt } = revision
  const wanted = desired ?? pods.length
  const isNew = roles.includes('canary') || roles.includes('preview')
  return (
    <article className={`slipway-revision${isNew ? ' slipway-revision--new' : ''}`} data-testid={`revision-${number}`}>
      <div className="slipway-revision__head">
        <strong>Revision {number}</strong>
        {roles.map(role => (
          <span key={role} className={`slipway-role slipway-role--${role}`}>
            {role}
          </span>
        ))}
        <span className="slipway-spring" />
        <span className="slipway-muted">
          {available} / {wanted} available
        </span>
      </div>
      <div className="slipway-muted slipway-revision__images" title={images.join('\n')}>
        {images.map(shortImage).join(', ')} <code>{hash}</code>
        {scaleDownAt !== undefined && wanted > 0 && (
          <span>
            {' '}
            · scales down in <Countdown endsAt={scaleDownAt} />
          </span>
        )}
      </div>
      {pods.length > 0 && (
        <ul className="slipway-pods">
          {pods.map(pod => (
            <Pod key={pod.uid} pod={pod} />
          ))}
        </ul>
      )}
    </article>
  )
}

function Pod({ pod: { name, tone, reason, containers, restarts } }: { readonly pod: PodView }) {
  const text = `${name}: ${reason}, ${containers} ready${restarts > 0 ? `, ${restarts} restarts` : ''}`
  return (
    <li className={`slipway-pod slipway-pod--${tone}`} title={text}>
      <span className="slipway-hidden">{text}</span>
      {tone === 'bad' && <span aria-hidden="true">{reason}</span>}
    </li>
  )
}
