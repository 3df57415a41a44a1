package io.jenkins.plugins.bluegreen.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A connection of a client that is some way off: what it does reaches the server that much later, and what the server does is
 * seen that much later. So a request that is sent just before the end of the connection is seen is lost, as in a real network.
 * Lives in the thread of its {@link EventLoop}.
 */
final class FarSocket {

    private final EventLoop loop;
    private final long oneWayNanos;
    private final Owner owner;
    private SocketChannel channel;
    private SelectionKey key;
    private boolean closed;

    /** @param oneWayNanos half a round trip */
    FarSocket(EventLoop loop, long oneWayNanos, Owner owner) {
        this.loop = loop;
        this.oneWayNanos = oneWayNanos;
        this.owner = owner;
    }

    /** Hears what the client sees; not a word after {@link FarSocket#close}. */
    interface Owner {

        void connected();

        void received(byte[] bytes);

        /** The last word: the server closed the connection, or it failed, and then {@code failure} is not null. */
        void ended(IOException failure);
    }

    void connect(SocketAddress address) {
        afterTheWay(() -> {
            try {
                channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                key = loop.register(channel, SelectionKey.OP_CONNECT, this::ready);
                if (channel.connect(address)) {
                    established();
                }
            } catch (IOException e) {
                end(e);
            }
        });
    }

    /** Sends what fits into a socket's buffer. */
    void send(byte[] bytes) {
        afterTheWay(() -> {
            try {
                if (channel.isOpen() && channel.write(ByteBuffer.wrap(bytes)) < bytes.length) {
                    throw new IllegalStateException("The socket does not take " + bytes.length + " bytes at once.");
                }
            } catch (IOException e) {
                // The server has closed it, which is to be read, or was, and is on its way to the owner.
                return;
            }
        });
    }

    void close() {
        closed = true;
        afterTheWay(this::shut);
    }

    private void ready() {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                established();
            } else if (key.isReadable()) {
                read();
            }
        } catch (IOException e) {
            end(e);
        }
    }

    private void established() {
        key.interestOps(SelectionKey.OP_READ);
        tell(owner::connected);
    }

    private void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(16_384);
        int count = channel.read(buffer);
        if (count < 0) {
            key.interestOps(0);
            tell(() -> owner.ended(null));
        } else if (count > 0) {
            byte[] bytes = Arrays.copyOf(buffer.array(), count);
            tell(() -> owner.received(bytes));
        }
    }

    private void end(IOException failure) {
        shut();
        tell(() -> owner.ended(failure));
    }

    private void tell(Runnable news) {
        afterTheWay(() -> {
            if (!closed) {
                news.run();
            }
        });
    }

    private void afterTheWay(Runnable task) {
        if (oneWayNanos == 0) {
            task.run();
        } else {
            loop.at(System.nanoTime() + oneWayNanos, task);
        }
    }

    private void shut() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "A socket cannot be closed after " + TimeUnit.NANOSECONDS.toMillis(oneWayNanos), e);
        }
    }
}
