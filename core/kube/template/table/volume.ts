/** Volumes. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const volume = `
Volume = name! <VolumeSource>
VolumeSource = hostPath:*HostPathVolumeSource emptyDir:*EmptyDirVolumeSource
  gcePersistentDisk:*GCEPersistentDiskVolumeSource awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource
  gitRepo:*GitRepoVolumeSource secret:*SecretVolumeSource nfs:*NFSVolumeSource iscsi:*ISCSIVolumeSource
  glusterfs:*GlusterfsVolumeSource persistentVolumeClaim:*PersistentVolumeClaimVolumeSource rbd:*RBDVolumeSource
  flexVolume:*FlexVolumeSource cinder:*CinderVolumeSource cephfs:*CephFSVolumeSource flocker:*FlockerVolumeSource
  downwardAPI:*DownwardAPIVolumeSource fc:*FCVolumeSource azureFile:*AzureFileVolumeSource
  configMap:*ConfigMapVolumeSource vsphereVolume:*VsphereVirtualDiskVolumeSource quobyte:*QuobyteVolumeSource
  azureDisk:*AzureDiskVolumeSource photonPersistentDisk:*PhotonPersistentDiskVolumeSource
  projected:*ProjectedVolumeSource portworxVolume:*PortworxVolumeSource scaleIO:*ScaleIOVolumeSource
  storageos:*StorageOSVolumeSource csi:*CSIVolumeSource ephemeral:*EphemeralVolumeSource image:*ImageVolumeSource
HostPathVolumeSource = path! type*
EmptyDirVolumeSource = medium sizeLimit:*Quantity
SecretVolumeSource = secretName items:[]KeyToPath defaultMode*:int32 optional*:bool
KeyToPath = key! path! mode*:int32
PersistentVolumeClaimVolumeSource = claimName! readOnly:bool
DownwardAPIVolumeSource = items:[]DownwardAPIVolumeFile defaultMode*:int32
DownwardAPIVolumeFile = path! fieldRef:*ObjectFieldSelector resourceFieldRef:*ResourceFieldSelector mode*:int32
ConfigMapVolumeSource = <LocalObjectReference> items:[]KeyToPath defaultMode*:int32 optional*:bool
ProjectedVolumeSource = sources!:[]VolumeProjection defaultMode*:int32
VolumeProjection = secret:*SecretProjection downwardAPI:*DownwardAPIProjection configMap:*ConfigMapProjection
  serviceAccountToken:*ServiceAccountTokenProjection clusterTrustBundle:*ClusterTrustBundleProjection
  podCertificate:*PodCertificateProjection
SecretProjection = <LocalObjectReference> items:[]KeyToPath optional*:bool
DownwardAPIProjection = items:[]DownwardAPIVolumeFile
ConfigMapProjection = <LocalObjectReference> items:[]KeyToPath optional*:bool
ServiceAccountTokenProjection = audience expirationSeconds*:int64 path!
ClusterTrustBundleProjection = name* signerName* labelSelector:*LabelSelector optional*:bool path!
PodCertificateProjection = signerName keyType maxExpirationSeconds*:int32 credentialBundlePath keyPath
  certificateChainPath
CSIVolumeSource = driver! readOnly*:bool fsType* volumeAttributes:{} nodePublishSecretRef:*LocalObjectReference
EphemeralVolumeSource = volumeClaimTemplate:*PersistentVolumeClaimTemplate
PersistentVolumeClaimTemplate = metadata:ObjectMeta spec!:PersistentVolumeClaimSpec
PersistentVolumeClaimSpec = accessModes:[] selector:*LabelSelector resources:VolumeResourceRequirements volumeName
  storageClassName* volumeMode* dataSource:*TypedLocalObjectReference dataSourceRef:*TypedObjectReference
  volumeAttributesClassName*
VolumeResourceRequirements = limits:{}Quantity requests:{}Quantity
TypedLocalObjectReference@ = apiGroup!* kind! name!
TypedObjectReference = apiGroup!* kind! name! namespace*
ImageVolumeSource = reference pullPolicy
`
