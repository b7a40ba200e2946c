// The serial console: bytes of the guest to a terminal, and keys to the guest.
import { Terminal } from '@xterm/xterm';
import { FitAddon } from '@xterm/addon-fit';
import { stream } from './api.js';

// A browser cannot slow a WebSocket down. A guest that prints faster than this page draws is left before memory fills.
const MOST_PENDING = 16 * 1024 * 1024;

export function openConsole(machine, body, onState) {
  const terminal = new Terminal({ scrollback: 5000, cursorBlink: true, convertEol: false });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(body);
  fit.fit();
  const { url, protocols } = stream(machine, 'console');
  const socket = new WebSocket(url, protocols);
  socket.binaryType = 'arraybuffer';
  const encoder = new TextEncoder();
  let pending = 0;
  socket.onopen = () => {
    onState('connected');
    terminal.focus();
  };
  socket.onmessage = ({ data }) => {
    const bytes = typeof data === 'string' ? encoder.encode(data) : new Uint8Array(data);
    pending += bytes.length;
    if (pending > MOST_PENDING) {
      socket.close();
      onState('closed: the guest prints faster than this page can show');
      return;
    }
    terminal.write(bytes, () => { pending -= bytes.length; });
  };
  socket.onclose = ({ code, reason }) => onState(`closed${reason ? `: ${reason}` : code === 1000 ? '' : ` (${code})`}`);
  const send = (bytes) => { if (socket.readyState === WebSocket.OPEN) socket.send(bytes); };
  terminal.onData((text) => send(encoder.encode(text)));
  terminal.onBinary((text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  const resized = () => fit.fit();
  addEventListener('resize', resized);
  return {
    close() {
      removeEventListener('resize', resized);
      socket.onclose = null;
      socket.close();
      terminal.dispose();
    },
  };
}
