package io.jenkins.plugins.bluegreen.jenkins.field;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a class of settings: in which order its parameters are written, which is README's. What the class above it says goes behind that; what
 * neither says, at the end.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface InOrder {

    /** Returns the names; those of parameters that only some have which extend the class may be among them. */
    String[] value();
}
