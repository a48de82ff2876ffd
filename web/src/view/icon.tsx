/** Small drawings. Words beside them say the same. */

const PATHS = {
  error: (
    <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm2.6 8-1.1 1.1L8 9.1l-1.5 1.5-1.1-1.1L6.9 8 5.4 6.5l1.1-1.1L8 6.9l1.5-1.5 1.1 1.1L9.1 8Z" />
  ),
  warning: <path d="M8 1.5 15 14H1Zm-.8 4.8v3.9h1.6V6.3Zm0 4.9v1.5h1.6v-1.5Z" />,
  info: (
    <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.4a5.1 5.1 0 1 1 0 10.2A5.1 5.1 0 0 1 8 2.9Zm-.8 4.3v4.3h1.6V7.2Zm0-2.5v1.5h1.6V4.7Z" />
  ),
  fine: <path d="M6.4 12.2 2.3 8.1l1.2-1.2 2.9 2.9 6.1-6.1 1.2 1.2Z" />,
  close: <path d="m8 6.8 3.6-3.6 1.2 1.2L9.2 8l3.6 3.6-1.2 1.2L8 9.2l-3.6 3.6-1.2-1.2L6.8 8 3.2 4.4l1.2-1.2Z" />,
  light: (
    <path d="M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8ZM7.3 1h1.4v2H7.3Zm0 12h1.4v2H7.3ZM1 7.3h2v1.4H1Zm12 0h2v1.4h-2ZM2.5 3.5l1-1 1.4 1.4-1 1Zm8.6 8.6 1-1 1.4 1.4-1 1Zm1.4-9.6 1 1-1.4 1.4-1-1ZM3.9 11.1l1 1-1.4 1.4-1-1Z" />
  ),
  dark: <path d="M6.2 1.6a6.6 6.6 0 1 0 8.2 8.2A5.6 5.6 0 0 1 6.2 1.6Z" />,
  system: <path d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm0 1.5v10A5 5 0 0 1 8 3Z" />,
  down: <path d="M3.5 5.5 8 10l4.5-4.5 1 1L8 12 2.5 6.5Z" />,
  frame: <path d="M7.1 1.6h1.8L15 14.5h-1.7L11.9 11.5H4.1l-1.4 3H1Zm-.1 3.7L4.8 10H7Zm2 0V10h2.2Z" />,
};

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg
      class={`sign ${name}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="currentColor"
      fill-rule="evenodd"
      aria-hidden="true"
    >
      {PATHS[name]}
    </svg>
  );
}
