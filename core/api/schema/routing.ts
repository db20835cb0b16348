import { boolean, field, int32, int64, json, list, map, object, pointer, required, string } from './words.ts'

const TLSRoute = object('TLSRoute', 'A TLS route of a VirtualService.', {
  port: field(int64, 'Port of the route.'),
  sniHosts: field(list(string), 'Host names of the route.'),
})

const TCPRoute = object('TCPRoute', 'A TCP route of a VirtualService.', {
  port: field(int64, 'Port of the route.'),
})

const IstioVirtualService = object('IstioVirtualService', 'A VirtualService whose weights are set.', {
  name: required(string, 'Its name, or name.namespace.'),
  routes: field(list(string), 'Names of its HTTP routes; may be left out when there is one.'),
  tlsRoutes: field(list(TLSRoute), 'Its TLS routes.'),
  tcpRoutes: field(list(TCPRoute), 'Its TCP routes.'),
})

const IstioDestinationRule = object('IstioDestinationRule', 'A DestinationRule whose subsets are the versions.', {
  name: required(string, 'Its name.'),
  canarySubsetName: required(string, 'Subset of the new version.'),
  stableSubsetName: required(string, 'Subset of the stable version.'),
  additionalSubsetNames: field(list(string), 'Subsets that take weight but are left alone.'),
})

const IstioTrafficRouting = object('IstioTrafficRouting', 'Istio.', {
  virtualService: pointer(IstioVirtualService, 'The one VirtualService.'),
  destinationRule: pointer(IstioDestinationRule, 'Split by subset instead of by host.'),
  virtualServices: field(list(IstioVirtualService), 'Several VirtualServices.'),
})

const NginxTrafficRouting = object('NginxTrafficRouting', 'Ingress NGINX.', {
  annotationPrefix: field(string, 'Prefix of its annotations; nginx.ingress.kubernetes.io when absent.'),
  stableIngress: field(string, 'The one Ingress.'),
  additionalIngressAnnotations: field(map(string), 'Annotations of the canary Ingress; the prefix is put in front.'),
  stableIngresses: field(list(string), 'Several Ingresses.'),
  canaryIngressAnnotations: field(map(string), 'Annotations of the canary Ingress as they are.'),
})

const StickinessConfig = object('StickinessConfig', 'Whether a client stays with its version.', {
  enabled: required(boolean, 'Turns it on.'),
  durationSeconds: required(int64, 'For how long, from 1 to 604800.'),
})

const ALBTrafficRouting = object('ALBTrafficRouting', 'AWS Application Load Balancer.', {
  ingress: field(string, 'The one Ingress.'),
  servicePort: required(int32, 'Port of the Services.'),
  rootService: field(string, 'Service that the Ingress names; stableService when absent.'),
  annotationPrefix: field(string, 'Prefix of its annotations; alb.ingress.kubernetes.io when absent.'),
  stickinessConfig: pointer(StickinessConfig, 'Whether a client stays with its version.'),
  ingresses: field(list(string), 'Several Ingresses.'),
})

const SMITrafficRouting = object('SMITrafficRouting', 'Service Mesh Interface.', {
  rootService: field(string, 'Service that clients use.'),
  trafficSplitName: field(string, 'Name of the TrafficSplit; that of the Rollout when absent.'),
})

const AmbassadorTrafficRouting = object('AmbassadorTrafficRouting', 'Ambassador.', {
  mappings: required(list(string), 'Names of its Mappings.'),
})

const AppMeshVirtualService = object('AppMeshVirtualService', 'A virtual service of App Mesh.', {
  name: required(string, 'Its name.'),
  routes: field(list(string), 'Names of its routes.'),
})

const AppMeshVirtualNodeReference = object('AppMeshVirtualNodeReference', 'A virtual node of App Mesh.', {
  name: required(string, 'Its name.'),
})

const AppMeshVirtualNodeGroup = object('AppMeshVirtualNodeGroup', 'The virtual nodes of the two versions.', {
  canaryVirtualNodeRef: required(AppMeshVirtualNodeReference, 'Node of the new version.'),
  stableVirtualNodeRef: required(AppMeshVirtualNodeReference, 'Node of the stable version.'),
})

const AppMeshTrafficRouting = object('AppMeshTrafficRouting', 'AWS App Mesh.', {
  virtualService: pointer(AppMeshVirtualService, 'The virtual service.'),
  virtualNodeGroup: pointer(AppMeshVirtualNodeGroup, 'The virtual nodes of the two versions.'),
})

const TraefikTrafficRouting = object('TraefikTrafficRouting', 'Traefik.', {
  weightedTraefikServiceName: required(string, 'Name of the weighted TraefikService.'),
})

const ApisixRoute = object('ApisixRoute', 'A route of Apisix.', {
  name: required(string, 'Its name.'),
  rules: field(list(string), 'Names of its rules.'),
})

const ApisixTrafficRouting = object('ApisixTrafficRouting', 'Apache Apisix.', {
  route: pointer(ApisixRoute, 'The route.'),
})

const ManagedRoute = object('ManagedRoute', 'A route that header and mirror steps may create.', {
  name: required(string, 'Its name.'),
})

export const TrafficRouting = object('TrafficRouting', 'What splits the traffic.', {
  istio: pointer(IstioTrafficRouting, 'Istio.'),
  nginx: pointer(NginxTrafficRouting, 'Ingress NGINX.'),
  alb: pointer(ALBTrafficRouting, 'AWS Application Load Balancer.'),
  smi: pointer(SMITrafficRouting, 'Service Mesh Interface.'),
  ambassador: pointer(AmbassadorTrafficRouting, 'Ambassador.'),
  appMesh: pointer(AppMeshTrafficRouting, 'AWS App Mesh.'),
  traefik: pointer(TraefikTrafficRouting, 'Traefik.'),
  managedRoutes: field(list(ManagedRoute), 'Routes that header and mirror steps may create, in order of precedence.'),
  apisix: pointer(ApisixTrafficRouting, 'Apache Apisix.'),
  plugins: field(json, 'Routers that are plugins, by name, each with its configuration.'),
  maxTrafficWeight: pointer(int32, 'The weight that means all traffic; 100 when absent. Only with nginx or plugins.'),
})
