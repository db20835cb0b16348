/** Kubernetes' shapes that the API embeds, read from the field table. */
import { readNotation } from './notation.ts'
import { container } from './table/container.ts'
import { env } from './table/env.ts'
import { job } from './table/job.ts'
import { meta } from './table/meta.ts'
import { pod } from './table/pod.ts'
import { scheduling } from './table/scheduling.ts'
import { storage } from './table/storage.ts'
import { volume } from './table/volume.ts'

const shapeOf = readNotation([meta, pod, container, env, volume, storage, scheduling, job].join(''))

export const podTemplate = shapeOf('PodTemplateSpec')
export const labelSelector = shapeOf('LabelSelector')
export const objectMeta = shapeOf('ObjectMeta')
export const jobSpec = shapeOf('JobSpec')
