package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.util.Secret;
import jenkins.model.Jenkins;

/** What is kept on a disk as only this Jenkins can read it. It knows no records. */
public final class Sealed {

    private Sealed() {}

    /** Returns an object as a text, encrypted with the key of this Jenkins. */
    public static String seal(Object value) {
        return Secret.fromString(Jenkins.XSTREAM2.toXML(value)).getEncryptedValue();
    }

    /**
     * Returns the object of such a text.
     *
     * @throws IllegalStateException if another Jenkins has made it
     */
    public static Object open(String sealed) {
        Secret xml = Secret.decrypt(sealed);
        if (xml == null) {
            throw new IllegalStateException("It cannot be decrypted with the key of this Jenkins.");
        }
        return Jenkins.XSTREAM2.fromXML(xml.getPlainText());
    }
}
