package hudson.util;

import java.util.ArrayList;

@SuppressWarnings("serial")
public class ListBoxModel extends ArrayList<ListBoxModel.Option> {

    public static final class Option {

        private Option() {}
    }
}
