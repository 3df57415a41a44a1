package hudson.remoting;

import java.io.IOException;
import java.io.OutputStream;
import org.jenkinsci.remoting.SerializableOnlyOverRemoting;

@SuppressWarnings("serial")
public final class RemoteOutputStream extends OutputStream implements SerializableOnlyOverRemoting {

    public RemoteOutputStream(OutputStream core) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void write(int b) throws IOException {
        throw new UnsupportedOperationException();
    }
}
