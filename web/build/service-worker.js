// Keeps the files of one build. `service-worker.ts` fills in which they are.
const NAME = `shoring-${'VERSION'}`;
const FILES = ['FILES'];

addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(FILES))
      .then(() => skipWaiting()),
  );
});

addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('shoring-') && name !== NAME);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

// The page itself comes from the network where there is one, so that a new release is seen at once; its files carry their
// content in their names. Everything else, the API above all, is not ours to keep.
addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !FILES.includes(pathname)) return;
  const kept = () => caches.match(pathname);
  event.respondWith(
    request.mode === 'navigate' ? fetch(request).catch(kept) : kept().then((response) => response ?? fetch(request)),
  );
});
