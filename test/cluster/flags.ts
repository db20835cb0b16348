import { join } from 'node:path'

export function etcdFlags(folder: string, port: number): string[] {
  const url = `http://127.0.0.1:${port}`
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    '--listen-peer-urls=http://127.0.0.1:0',
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]
}

// Service accounts get no token by admission: nothing here mints them before pods may be created.
export function apiServerFlags(folder: string, port: number, etcdPort: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--cert-dir=${join(folder, 'pki')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'pki/sa.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'pki/sa.key')}`,
    '--allow-privileged=true',
    '--disable-admission-plugins=ServiceAccount',
    '--endpoint-reconciler-type=none',
  ]
}

/** Without the node controllers: there is no kubelet whose silence could mean anything. */
export function controllerManagerFlags(folder: string, kubeconfig: string): string[] {
  return [
    ...schedulerFlags(kubeconfig),
    `--service-account-private-key-file=${join(folder, 'pki/sa.key')}`,
    '--controllers=*,-nodelifecycle,-nodeipam,-service-lb-controller',
  ]
}

export function schedulerFlags(kubeconfig: string): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--secure-port=0',
    '--leader-elect=false',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
  ]
}
