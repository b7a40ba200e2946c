// How the page asks the API server that it came from. The token is in memory only: it is sent in a header, or for a WebSocket as
// a protocol, which the API server takes away again. There is no cookie that another page could make use of.

const GROUP = '/apis/subresources.kubevirt.io/';
const PATH = location.pathname;
// What a proxy has put before the API server's own paths.
const PREFIX = PATH.includes(GROUP) ? PATH.slice(0, PATH.indexOf(GROUP)) : '';

// Longer than the API server takes for anything that is asked for here; then it is asked again.
const PATIENCE = 20000;

let token = '';

export function useToken(text) {
  token = text.trim();
}

/** An answer that is no success, with what the API server said of it. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function request(method, path, body) {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const response = await fetch(PREFIX + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, reason(text) || `${response.status} ${response.statusText}`);
  return text ? JSON.parse(text) : {};
}

function reason(text) {
  try {
    return String(JSON.parse(text).message ?? '');
  } catch {
    return text.slice(0, 300);
  }
}

const segment = encodeURIComponent;

function kubevirt(kind, namespace) {
  return namespace ? `/apis/kubevirt.io/v1/namespaces/${segment(namespace)}/${kind}` : `/apis/kubevirt.io/v1/${kind}`;
}

/** All objects of a kind, in pages, so that no answer is huge. */
export async function list(kind, namespace) {
  const items = [];
  let next = '';
  do {
    const page = await request('GET', `${kubevirt(kind, namespace)}?limit=250&continue=${segment(next)}`);
    items.push(...(page.items ?? []));
    next = page.metadata?.continue ?? '';
  } while (next);
  return items;
}

export function act(machine, verb) {
  return request('PUT', `${subresource('virtualmachines', machine)}/${verb}`, {});
}

function subresource(kind, { namespace, name }) {
  return `${GROUP}v1/namespaces/${segment(namespace)}/${kind}/${segment(name)}`;
}

/** Where a stream of a guest is, and the protocols to ask for it with. */
export function stream(machine, what) {
  const url = new URL(`${PREFIX}${subresource('virtualmachineinstances', machine)}/${what}`, location.href);
  url.protocol = url.protocol === 'http:' ? 'ws:' : 'wss:';
  const protocols = ['plain.kubevirt.io'];
  if (token) protocols.push(`base64url.bearer.authorization.k8s.io.${base64Url(token)}`);
  return { url: url.href, protocols };
}

function base64Url(text) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
