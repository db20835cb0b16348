/** Environment variables. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const env = `
EnvFromSource = prefix configMapRef:*ConfigMapEnvSource secretRef:*SecretEnvSource
ConfigMapEnvSource@ = <LocalObjectReference> optional*:bool
SecretEnvSource@ = <LocalObjectReference> optional*:bool
EnvVar = name! value valueFrom:*EnvVarSource
EnvVarSource = fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector
  configMapKeyRef:*ConfigMapKeySelector secretKeyRef:*SecretKeySelector fileKeyRef:*FileKeySelector
ObjectFieldSelector@ = apiVersion fieldPath!
ResourceFieldSelector@ = containerName resource! divisor:Quantity
ConfigMapKeySelector@ = <LocalObjectReference> key! optional*:bool
SecretKeySelector@ = <LocalObjectReference> key! optional*:bool
FileKeySelector@ = volumeName! path! key! optional*:bool=false
`
