"""A TCP proxy that can be cut and slowed, between network namespaces.

An instance in a namespace of its own finds the broker at 127.0.0.1 and the broker's port, as the broker advertises
itself: there the proxy listens. What is cut is held back, as TCP holds it back when packets are lost.
"""
import asyncio
import ctypes
import os
import socket
import threading

LIBC = ctypes.CDLL(None, use_errno=True)


def socket_in(namespace):
    """A TCP socket that belongs to a network namespace; None is this process's own."""
    if namespace is None:
        return socket.socket()
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        if LIBC.setns(other, 0):
            raise OSError(ctypes.get_errno(), "setns")
        made = socket.socket()
        if LIBC.setns(own, 0):
            os._exit(3)
        return made
    finally:
        os.close(own)
        os.close(other)


class Line:
    """What several proxies share: whether it is cut, and the delay of each way in seconds."""

    def __init__(self):
        self.cut = False
        self.delay = 0.0


class Proxies:
    """Runs proxies in a thread of its own."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def add(self, line, listens_in, port, connects_in):
        """Forwards 127.0.0.1:port of one namespace to the same port of another."""
        listening = socket_in(listens_in)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))

        async def connected(reader, writer):
            to = socket_in(connects_in)
            to.setblocking(False)
            try:
                await self.loop.sock_connect(to, ("127.0.0.1", port))
                there = await asyncio.open_connection(sock=to)
            except OSError:
                writer.close()
                to.close()
                return
            await asyncio.gather(self.pump(line, reader, there[1]), self.pump(line, there[0], writer))

        async def serve():
            return await asyncio.start_server(connected, sock=listening)

        return asyncio.run_coroutine_threadsafe(serve(), self.loop).result(10)

    async def pump(self, line, reader, writer):
        queue = asyncio.Queue(256)

        async def write():
            try:
                while True:
                    due, data = await queue.get()
                    await asyncio.sleep(max(0.0, due - self.loop.time()))
                    while line.cut:
                        await asyncio.sleep(0.05)
                    if not data:
                        break
                    writer.write(data)
                    await writer.drain()
            except OSError:
                pass
            writer.close()

        writing = asyncio.ensure_future(write())
        data = b"first"
        while data and not writing.done():
            try:
                data = await reader.read(65536)
            except OSError:
                data = b""
            while not writing.done():
                try:
                    queue.put_nowait((self.loop.time() + line.delay, data))
                    break
                except asyncio.QueueFull:
                    await asyncio.sleep(0.01)
        await writing
