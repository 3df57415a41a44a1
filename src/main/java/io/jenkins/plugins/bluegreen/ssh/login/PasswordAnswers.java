package io.jenkins.plugins.bluegreen.ssh.login;

import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gives a password where a server asks for it, in either way of asking (RFC 4252 section 8, RFC 4256), and to each once:
 * JSch would repeat a wrong one until the account is locked.
 */
final class PasswordAnswers implements UserInfo, UIKeyboardInteractive {

    private final String password;
    private final AtomicBoolean prompted = new AtomicBoolean();
    private final AtomicBoolean interviewed = new AtomicBoolean();

    PasswordAnswers(String password) {
        this.password = password;
    }

    @Override
    public boolean promptPassword(String message) {
        return prompted.compareAndSet(false, true);
    }

    @Override
    public String getPassword() {
        return password;
    }

    @Override
    public String[] promptKeyboardInteractive(
            String destination, String name, String instruction, String[] prompt, boolean[] echo) {
        if (prompt.length == 0) {
            return new String[0];
        }
        boolean forPassword = prompt.length == 1 && !echo[0];
        return forPassword && interviewed.compareAndSet(false, true) ? new String[] {password} : null;
    }

    @Override
    public String getPassphrase() {
        return null;
    }

    @Override
    public boolean promptPassphrase(String message) {
        return false;
    }

    @Override
    public boolean promptYesNo(String message) {
        return false;
    }

    @Override
    public void showMessage(String message) {
        // The server's banner.
    }
}
