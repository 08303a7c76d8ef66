// Opens a store and acknowledges over a socket what it was told to keep, until it is killed.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { openStore } from '../../../dist/store/open.js';

const [, , place] = process.argv;
const begin = performance.now();
const store = await openStore(JSON.parse(place), `process ${process.pid}`);
const openedMs = performance.now() - begin;

const keep = {
  claim: (id) => store.claim(id),
  inbox: (id) => store.accept(id, `work of ${id}`),
  feedback: (id) => store.feedback({ answer: id, helpful: true }),
};

const server = createServer((socket) => {
  createInterface({ input: socket }).on('line', (line) => {
    const [what, id] = line.split(' ');
    keep[what](id).then(
      () => socket.write(`${line}\n`),
      // Not acknowledged: whoever asked may ask again.
      () => socket.write(`failed ${line}\n`),
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: server.address().port, openedMs })}\n`);
});
