/** The page begins: the engine and the rest of the program are loaded side by side. */

import './engine/start';
import './style.css';

void import('./page');
