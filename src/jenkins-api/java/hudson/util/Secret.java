package hudson.util;

import java.io.Serializable;

@SuppressWarnings("serial")
public final class Secret implements Serializable {

    private Secret() {}

    public static Secret fromString(String data) {
        throw new UnsupportedOperationException();
    }

    public static Secret decrypt(String data) {
        throw new UnsupportedOperationException();
    }

    public String getEncryptedValue() {
        throw new UnsupportedOperationException();
    }

    public String getPlainText() {
        throw new UnsupportedOperationException();
    }
}
