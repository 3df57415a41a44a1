package io.jenkins.plugins.bluegreen.jenkins.field;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On the class of a part: how a Pipeline gives one, for the sentence that refuses anything else. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Example {

    /** Returns what stands behind the parameter's name and a colon. */
    String value();
}
