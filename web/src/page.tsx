/** The page, once its program is there. */

import { render } from 'preact';
import { openAddress } from './state';
import { App } from './view/app';

const app = document.getElementById('app');
if (app) render(<App />, app);
void openAddress();

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  // The page works without it; only a reload without a network does not.
  void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
}
