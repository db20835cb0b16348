/** What `npm start` prints: where things are, and three things to try. One screenful. */
export interface Places {
  readonly page: string
  readonly kubeconfig: string
  readonly git: string
}

export function renderWelcome({ page, kubeconfig, git }: Places): string {
  return `
Slipway is running.

  page        ${page}
  kubeconfig  ${kubeconfig}
  Git tree    ${git}

Three things to try:

  1. Start a canary from Git, then press Resume on the page:
       cd ${git} && sed -i 's/guestbook:1/guestbook:2/' guestbook/rollout.yaml && git commit -qam 'guestbook:2'
     or resume it from here:
       npx slipway app actions run guestbook resume --kind Rollout --resource-name guestbook-ui --server ${page}

  2. Look at it as you would at any cluster:
       kubectl --kubeconfig ${kubeconfig} get rollouts,replicasets,pods

  3. Apply a blue-green Rollout of your own:
       kubectl --kubeconfig ${kubeconfig} apply -f manifests/examples/bluegreen.yaml

Ctrl-C stops it. A second start carries on where this one was.
`
}
