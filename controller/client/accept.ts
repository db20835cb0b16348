/** Instead of whole objects what Kubernetes' API concepts call metadata only, for who reads nothing else; a server that cannot sends them whole. */
export const metadataOnly = metadataAs('PartialObjectMetadata')
export const metadataOnlyList = metadataAs('PartialObjectMetadataList')

function metadataAs(kind: string): string {
  return `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json`
}
