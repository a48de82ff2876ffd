/** A button that opens a list of others. Escape, a click elsewhere and leaving it close it; arrows move in it. */

import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon';

interface Properties {
  name: string;
  /** Opens upwards. */
  up?: boolean;
  children: (close: () => void) => ComponentChildren;
}

export function Menu({ name, up, children }: Properties) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = () => [...(box.current?.querySelectorAll<HTMLButtonElement>('.items button') ?? [])];
  // Before the next key is pressed.
  useLayoutEffect(() => {
    if (!isOpen) return undefined;
    items()[0]?.focus();
    const away = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setIsOpen(false);
    };
    addEventListener('pointerdown', away);
    addEventListener('focusin', away);
    return () => {
      removeEventListener('pointerdown', away);
      removeEventListener('focusin', away);
    };
  }, [isOpen]);
  const close = () => {
    setIsOpen(false);
    box.current?.querySelector('button')?.focus();
  };
  const key = (event: KeyboardEvent) => {
    if (!isOpen) return;
    if (event.key === 'Escape') close();
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    all[(at + by + all.length) % all.length]?.focus();
  };
  return (
    <div class={`menu${up ? ' up' : ''}`} ref={box} onKeyDown={key}>
      <button type="button" class="plain" aria-expanded={isOpen} aria-controls={id} onClick={() => setIsOpen(!isOpen)}>
        {name}
        <Icon name="down" />
      </button>
      <div class="items" id={id} hidden={!isOpen}>
        {isOpen && children(close)}
      </div>
    </div>
  );
}
