// The screen, by VNC.
import RFB from '@novnc/novnc';
import { stream } from './api.js';

export function openScreen(machine, body, onState) {
  const { url, protocols } = stream(machine, 'vnc');
  const screen = new RFB(body, url, { wsProtocols: protocols });
  screen.scaleViewport = true;
  screen.showDotCursor = true;
  screen.addEventListener('connect', () => onState('connected'));
  screen.addEventListener('disconnect', ({ detail }) => onState(detail.clean ? 'closed' : 'closed: the connection broke off'));
  screen.addEventListener('securityfailure', ({ detail }) => onState(`closed: ${detail.reason ?? 'refused'}`));
  return {
    controlAltDelete: () => screen.sendCtrlAltDel(),
    close: () => screen.disconnect(),
  };
}
