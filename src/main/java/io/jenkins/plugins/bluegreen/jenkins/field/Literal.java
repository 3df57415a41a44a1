package io.jenkins.plugins.bluegreen.jenkins.field;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On the setter of a text: it is merged as it stands, with no variable of the build replaced in it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Literal {

    /** Tells whether who reads the text replaces variables in parts of it, so that a check cannot know what becomes of them. */
    boolean untilRead() default false;
}
