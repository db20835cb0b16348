/** Listing and running actions: the two commands of Argo CD's own CLI, through the same REST calls. */
import { findResources, type Owner, pathOf, type Resource, readOwner, type Selection } from './resources.ts'
import { type Server, ServerError } from './server.ts'

export interface ListedAction {
  readonly Group: string
  readonly Kind: string
  readonly Name: string
  readonly Action: string
  readonly Disabled: boolean
}

const addressOf = (owner: Owner, { name, ...resource }: Resource) => ({ ...owner, ...resource, resourceName: name })

export async function listActions(
  server: Server,
  application: string,
  selection: Selection,
  appNamespace?: string,
): Promise<ListedAction[]> {
  const owner = await readOwner(server, application, appNamespace)
  const resources = await findResources(server, application, owner, selection)
  const listed = await Promise.all(resources.map(resource => actionsOf(server, application, owner, resource)))
  return listed.flat()
}

async function actionsOf(
  server: Server,
  application: string,
  owner: Owner,
  resource: Resource,
): Promise<ListedAction[]> {
  const path = pathOf(application, '/resource/actions')
  const { actions = [] } = await server.get<{ actions?: { name: string; disabled?: boolean }[] }>(
    path,
    addressOf(owner, resource),
  )
  return actions.map(({ name, disabled = false }) => ({
    Group: resource.group,
    Kind: resource.kind,
    Name: resource.name,
    Action: name,
    Disabled: disabled,
  }))
}

/** Resolves when the patches were sent; what they lead to has to be watched for. Several resources are an error unless `all` is given. */
export async function runAction(
  server: Server,
  application: string,
  action: string,
  selection: Selection,
  appNamespace?: string,
): Promise<void> {
  const owner = await readOwner(server, application, appNamespace)
  const resources = await findResources(server, application, owner, selection)
  if (resources.length > 1 && !selection.all)
    throw new Error('multiple resources match inputs, use the --all flag to patch multiple resources')
  for (const resource of resources) await runOne(server, application, action, addressOf(owner, resource))
}

/** Servers before 3.1 know only the older form, with the action as the whole body. */
async function runOne(
  server: Server,
  application: string,
  action: string,
  address: ReturnType<typeof addressOf>,
): Promise<void> {
  const path = pathOf(application, '/resource/actions')
  try {
    await server.post(`${path}/v2`, { ...address, action, resourceActionParameters: [] })
  } catch (error) {
    if (!(error instanceof ServerError) || ![404, 405, 501].includes(error.status)) throw error
    await server.post(`${path}?${new URLSearchParams(address)}`, action)
  }
}
