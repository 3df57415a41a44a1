package org.springframework.security.access;

@SuppressWarnings("serial")
public class AccessDeniedException extends RuntimeException {

    public AccessDeniedException(String msg) {
        throw new UnsupportedOperationException();
    }
}
