// What the table shows, from the objects of the API: no drawing in here.

/** Virtual machines, each with its instance, and instances that belong to none. */
export function machines(vms, vmis) {
  const instances = new Map(vmis.map((vmi) => [key(vmi), vmi]));
  const rows = vms.map((vm) => {
    const instance = instances.get(key(vm));
    instances.delete(key(vm));
    return row(vm, vm.status?.printableStatus ?? 'Unknown', instance, true);
  });
  for (const vmi of instances.values()) rows.push(row(vmi, vmi.status?.phase || 'Pending', vmi, false));
  return rows.sort((a, b) => a.namespace.localeCompare(b.namespace) || a.name.localeCompare(b.name));
}

function key(object) {
  return `${object.metadata.namespace}/${object.metadata.name}`;
}

function row(object, status, instance, managed) {
  const running = instance?.status?.phase === 'Running';
  return {
    namespace: object.metadata.namespace,
    name: object.metadata.name,
    status,
    node: instance?.status?.nodeName ?? '',
    can: {
      start: managed && !instance,
      stop: managed && Boolean(instance),
      migrate: managed && running,
      console: running,
      screen: running,
    },
  };
}
