package io.jenkins.plugins.bluegreen.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** One connection of the load, and the request that is under way on it. Nothing is tried twice. */
final class Client implements FarSocket.Owner {

    private final Load load;
    private final Kind kind;
    private final FarSocket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private byte[] unsent;
    private boolean connected;
    /** When the request was due, or 0 where none is under way. */
    private long due;

    Client(Load load, Kind kind, EventLoop loop, long oneWayNanos, InetSocketAddress server) {
        this.load = load;
        this.kind = kind;
        this.socket = new FarSocket(loop, oneWayNanos, this);
        socket.connect(server);
    }

    Kind kind() {
        return kind;
    }

    long due() {
        return due;
    }

    void ask(byte[] request, long when) {
        due = when;
        if (connected) {
            socket.send(request);
        } else {
            unsent = request;
        }
    }

    /** Gives the request up if it is still the one that was due then. */
    void giveUp(long when) {
        if (due == when) {
            fail(Failure.TIMEOUT, "no end after " + Load.TIMEOUT.toSeconds() + " s");
        }
    }

    @Override
    public void connected() {
        connected = true;
        socket.send(unsent);
    }

    @Override
    public void received(byte[] bytes) {
        received.writeBytes(bytes);
        Optional<Answer> answer = Answer.read(received.toByteArray(), false);
        if (answer.isPresent() && answer.get().whole()) {
            judge(answer.get());
        }
    }

    @Override
    public void ended(IOException failure) {
        if (due == 0) {
            socket.close();
            load.gone(this);
            return;
        }
        Optional<Answer> answer = Answer.read(received.toByteArray(), true);
        if (answer.isPresent() && failure == null) {
            judge(answer.get());
        } else if (connected) {
            String how = failure == null ? "closed" : failure.getMessage();
            fail(
                    received.size() == 0 ? Failure.RESET : Failure.TRUNCATED,
                    how + " after " + received.size() + " bytes");
        } else {
            fail(Failure.REFUSED, String.valueOf(failure));
        }
    }

    private void judge(Answer answer) {
        if (answer.status() != kind.status()) {
            fail(Failure.STATUS, "status " + answer.status());
        } else if (!answer.whole()) {
            fail(Failure.TRUNCATED, "the body was cut after " + answer.body().length() + " bytes");
        } else if (!answer.body().endsWith(BenchApp.END)) {
            fail(
                    Failure.TRUNCATED,
                    "the body seems whole after " + answer.body().length() + " bytes, and is not");
        } else {
            due = 0;
            received.reset();
            load.answered(this);
            if (kind.reuse && answer.reusable()) {
                load.idle(this);
            } else {
                socket.close();
                load.gone(this);
            }
        }
    }

    private void fail(Failure failure, String how) {
        load.failed(this, failure, how);
        due = 0;
        socket.close();
        load.gone(this);
    }
}
