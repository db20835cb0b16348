import { field, int32, map, object, pointer, required, string } from './words.ts'

export const PodTemplateMetadata = object(
  'PodTemplateMetadata',
  'Labels and annotations that come and go with a role.',
  {
    labels: field(map(string), 'Labels to add.'),
    annotations: field(map(string), 'Annotations to add.'),
  },
)

export const AnalysisRunMetadata = object('AnalysisRunMetadata', 'Metadata of the AnalysisRuns that are created.', {
  labels: field(map(string), 'Labels to add.'),
  annotations: field(map(string), 'Annotations to add.'),
})

export const AntiAffinity = object('AntiAffinity', 'Keeps pods of two versions apart: exactly one of the two.', {
  preferredDuringSchedulingIgnoredDuringExecution: pointer(
    object('PreferredAntiAffinity', 'A wish.', {
      weight: required(int32, 'From 1 to 100.'),
    }),
    'A wish to the scheduler.',
  ),
  requiredDuringSchedulingIgnoredDuringExecution: pointer(
    object('RequiredAntiAffinity', 'A condition without parameters.', {}),
    'A condition for the scheduler.',
  ),
})
