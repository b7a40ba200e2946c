import terminal from '@xterm/xterm/css/xterm.css';
import own from './app.css';
import { act, list, useToken } from './api.js';
import { openConsole } from './console.js';
import { machines } from './machines.js';
import { openScreen } from './screen.js';

const EVERY = 3000;
const SURE = 4000;
const ACTIONS = [['start', 'Start'], ['stop', 'Stop'], ['migrate', 'Migrate'], ['console', 'Console'], ['screen', 'Screen']];
// What a guest notices is asked twice.
const ASKED = new Set(['stop', 'migrate']);

const element = (id) => document.getElementById(id);
let namespace = '';
let shown = '';
let open = null;
let turn = 0;
// Which buttons wait for their second click. Not in the buttons: a row is made anew when its machine changes.
const armed = new Set();

function say(text, bad = false) {
  element('message').textContent = text;
  element('message').classList.toggle('bad', bad);
}

async function refresh() {
  const mine = ++turn;
  try {
    const [vms, vmis] = await Promise.all([list('virtualmachines', namespace), list('virtualmachineinstances', namespace)]);
    if (mine !== turn) return;
    draw(machines(vms, vmis));
    element('machines').classList.remove('old');
    if (shown !== 'list') say('');
    shown = 'list';
  } catch (failure) {
    if (mine !== turn) return;
    shown = 'failure';
    // What was seen stays, marked as old, unless it is no longer to be seen.
    if (failure.status >= 400 && failure.status < 500) draw([]);
    element('machines').classList.add('old');
    say(failure.status === 403 && !namespace ? `${failure.message} — name a namespace that you may see` : failure.message, true);
  } finally {
    if (mine === turn) setTimeout(() => { if (mine === turn) refresh(); }, EVERY);
  }
}

/** Rows are kept where nothing has changed: a button that is about to be clicked does not go away. */
function draw(rows) {
  const body = element('machines');
  const kept = new Map([...body.children].map((child) => [child.dataset.state, child]));
  body.replaceChildren(...rows.map((row) => kept.get(JSON.stringify(row)) ?? rowOf(row)));
}

function rowOf(machine) {
  const tr = document.createElement('tr');
  tr.dataset.state = JSON.stringify(machine);
  tr.dataset.machine = `${machine.namespace}/${machine.name}`;
  for (const text of [machine.namespace, machine.name, machine.status, machine.node]) {
    tr.insertCell().textContent = text;
  }
  const cell = tr.insertCell();
  for (const [action, label] of ACTIONS) {
    if (machine.can[action]) cell.append(button(machine, action, label));
  }
  return tr;
}

function button(machine, action, label) {
  const made = document.createElement('button');
  const key = `${action} ${machine.namespace}/${machine.name}`;
  made.type = 'button';
  made.textContent = armed.has(key) ? `${label}?` : label;
  made.dataset.action = action;
  made.addEventListener('click', () => {
    if (ASKED.has(action) && !armed.has(key)) {
      armed.add(key);
      made.textContent = `${label}?`;
      setTimeout(() => disarm(key, machine, action, label), SURE);
      return;
    }
    perform(machine, action, label);
  });
  return made;
}

function disarm(key, { namespace: space, name }, action, label) {
  armed.delete(key);
  const row = [...element('machines').children].find((child) => child.dataset.machine === `${space}/${name}`);
  const shownNow = row?.querySelector(`button[data-action=${action}]`);
  if (shownNow) shownNow.textContent = label;
}

async function perform(machine, action, label) {
  if (action === 'console') return show(machine, 'Console', openConsole);
  if (action === 'screen') return show(machine, 'Screen', openScreen);
  try {
    await act(machine, action);
    say(`${label}: ${machine.namespace}/${machine.name}`);
    refresh();
  } catch (failure) {
    say(failure.message, true);
  }
}

function show(machine, what, opener) {
  close();
  element('stage').hidden = false;
  element('stage-title').textContent = `${what} of ${machine.namespace}/${machine.name}`;
  element('stage-state').textContent = 'connecting';
  const body = document.createElement('div');
  body.style.height = '100%';
  element('stage-body').replaceChildren(body);
  open = opener(machine, body, (state) => { element('stage-state').textContent = state; });
  element('stage-keys').hidden = !open.controlAltDelete;
}

function close() {
  open?.close();
  open = null;
  element('stage').hidden = true;
  element('stage-body').replaceChildren();
}

/** A link may carry the token and the namespace where no server ever sees them. They do not stay in the address. */
function fromFragment() {
  const given = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, '', location.pathname + location.search);
  if (given.has('namespace')) element('namespace').value = given.get('namespace');
  useToken(given.get('token') ?? '');
  namespace = element('namespace').value.trim();
}

document.adoptedStyleSheets = [terminal, own].map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
});
element('access').addEventListener('submit', (event) => {
  event.preventDefault();
  close();
  if (element('token').value) useToken(element('token').value);
  element('token').value = '';
  namespace = element('namespace').value.trim();
  draw([]);
  refresh();
});
element('stage-close').addEventListener('click', close);
element('stage-keys').addEventListener('click', () => open?.controlAltDelete?.());
fromFragment();
refresh();
