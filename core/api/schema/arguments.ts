import { FieldRef } from './analysis.ts'
import { object, pointer, required, string } from './words.ts'

const SecretKeyRef = object('SecretKeyRef', 'Points at a key of a Secret in the namespace of the run.', {
  name: required(string, 'Name of the Secret.'),
  key: required(string, 'The key.'),
})

const ValueFrom = object('ValueFrom', 'Where the value of an argument comes from.', {
  secretKeyRef: pointer(SecretKeyRef, 'A key of a Secret.'),
  fieldRef: pointer(FieldRef, 'A field of the Rollout.'),
})

export const Argument = object('Argument', 'An argument of a template or run.', {
  name: required(string, 'Its name, used as {{args.name}}.'),
  value: pointer(string, 'Its value; in a template, the default.'),
  valueFrom: pointer(ValueFrom, 'Where its value comes from.'),
})
