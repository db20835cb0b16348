/** Volumes of particular storage systems, most of them retired. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const storage = `
GCEPersistentDiskVolumeSource = pdName! fsType partition:int32 readOnly:bool
AWSElasticBlockStoreVolumeSource = volumeID! fsType partition:int32 readOnly:bool
GitRepoVolumeSource = repository! revision directory
NFSVolumeSource = server! path! readOnly:bool
ISCSIVolumeSource = targetPortal! iqn! lun!:int32 iscsiInterface fsType readOnly:bool portals:[]
  chapAuthDiscovery:bool chapAuthSession:bool secretRef:*LocalObjectReference initiatorName*
GlusterfsVolumeSource = endpoints! path! readOnly:bool
RBDVolumeSource = monitors!:[] image! fsType pool user keyring secretRef:*LocalObjectReference readOnly:bool
FlexVolumeSource = driver! fsType secretRef:*LocalObjectReference readOnly:bool options:{}
CinderVolumeSource = volumeID! fsType readOnly:bool secretRef:*LocalObjectReference
CephFSVolumeSource = monitors!:[] path user secretFile secretRef:*LocalObjectReference readOnly:bool
FlockerVolumeSource = datasetName datasetUUID
FCVolumeSource = targetWWNs:[] lun*:int32 fsType readOnly:bool wwids:[]
AzureFileVolumeSource = secretName! shareName! readOnly:bool
VsphereVirtualDiskVolumeSource = volumePath! fsType storagePolicyName storagePolicyID
QuobyteVolumeSource = registry! volume! readOnly:bool user group tenant
AzureDiskVolumeSource = diskName! diskURI! cachingMode* fsType* readOnly*:bool kind*
PhotonPersistentDiskVolumeSource = pdID! fsType
PortworxVolumeSource = volumeID! fsType readOnly:bool
ScaleIOVolumeSource = gateway! system! secretRef!:*LocalObjectReference sslEnabled:bool protectionDomain storagePool
  storageMode volumeName fsType readOnly:bool
StorageOSVolumeSource = volumeName volumeNamespace fsType readOnly:bool secretRef:*LocalObjectReference
`
