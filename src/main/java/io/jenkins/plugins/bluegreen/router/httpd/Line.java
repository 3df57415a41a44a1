package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A directive of httpd's configuration, or the beginning or the end of a section (https://httpd.apache.org/docs/2.4/configuring.html).
 *
 * @param words its name, in small letters and for a section with its bracket, and its arguments
 */
record Line(List<String> words) {

    /** How a line begins that says which file follows. */
    static final String FILE = "# configuration file ";

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"|'([^']*)'|(\\S+)");

    private static final Pattern PASSES = Pattern.compile("(?i)\\[(.*,)?(P|proxy)(,.*)?]");

    /** What may have a rule go on with another one than the next. */
    private static final Pattern SKIPS =
            Pattern.compile("(?i)\\[(.*,)?\\s*(S=.*|skip=.*|C|chain|N(=.*)?|next(=.*)?)(,.*)?]");

    private static final Pattern ENDS = Pattern.compile("(?i)\\[(.*,)?\\s*(L|last|END)\\s*(,.*)?]");

    /** What an expression may be that any path fits. */
    private static final Pattern ALL = Pattern.compile("\\^?\\(?/?\\??\\(?\\.\\*\\)?\\$?|\\^/?\\??|/|\\.\\??");

    /** A section that has no rules, or those of what it stands in. */
    private static final Pattern SAME = Pattern.compile("<(virtualhost|proxy|proxymatch)");

    Line {
        words = List.copyOf(words);
    }

    /** Reads lines, without those that are empty or comments; one that ends with a backslash goes on. */
    static List<Line> read(List<String> text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        for (String part : text) {
            String line = part.strip();
            if (line.endsWith("\\")) {
                whole.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            whole.append(line);
            if (whole.length() > 0 && whole.charAt(0) != '#') {
                lines.add(parse(whole.toString()));
            }
            whole.setLength(0);
        }
        return lines;
    }

    private static Line parse(String text) {
        String line = text.startsWith("<") && text.endsWith(">") ? text.substring(0, text.length() - 1) : text;
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        words.set(0, words.get(0).toLowerCase(Locale.ROOT));
        return new Line(words);
    }

    boolean is(String name) {
        return words.get(0).equals(name);
    }

    /** Tells whether it is a condition on a file that has one of these paths. */
    boolean tests(Set<String> paths) {
        return is("rewritecond") && paths.contains(argument(1)) && argument(2).matches("!?-[fFs]");
    }

    /** Tells whether it is a condition on the files beside that lead a share of the clients to the other slot. */
    boolean testsForShares(Set<String> paths) {
        return is("rewritecond")
                && paths.stream().anyMatch(path -> argument(1).startsWith(FlagFile.canary(path)))
                && argument(2).matches("-[fFs]");
    }

    /** Tells whether it is a condition on the files beside that lead a share of the clients, or who sends a token, to the other slot. */
    boolean testsForSome(Set<String> paths) {
        return testsForShares(paths)
                || is("rewritecond")
                        && paths.stream().anyMatch(path -> argument(1).startsWith(FlagFile.preview(path)));
    }

    /** Tells whether it is a condition of which, or of the next one, only one has to hold. */
    boolean isAlternative() {
        return is("rewritecond") && argument(3).matches("(?i)\\[(.*,)?\\s*(OR|ornext)\\s*(,.*)?]");
    }

    /** Returns the slot that is served where it holds, as a condition on the flag file. */
    Slot byTest() {
        return argument(2).startsWith("!") ? Slot.BLUE : Slot.GREEN;
    }

    /** Tells whether it is a rule that sends a request on (flag P). */
    boolean passes() {
        return is("rewriterule") && PASSES.matcher(last()).matches();
    }

    /** Tells whether a rule may have others left out that stand behind it. */
    boolean skips() {
        boolean sets = words.size() > 2 && argument(2).equals("-") && last().matches("(?i).*\\b(E|env)=.*");
        return is("rewriterule")
                && (SKIPS.matcher(last()).matches()
                        || sets && ENDS.matcher(last()).matches());
    }

    /** Tells whether a rule is for any path. */
    boolean isForAll() {
        return ALL.matcher(argument(1)).matches();
    }

    boolean beginsSection() {
        return words.get(0).matches("<\\w+");
    }

    boolean endsSection() {
        return words.get(0).startsWith("</");
    }

    /** Tells whether the rules in a section that begins here hold for some requests alone, or may not be there at all. */
    boolean isForSome() {
        boolean always = is("<ifmodule") && argument(1).matches("(?i)(mod_rewrite\\.c|rewrite_module)");
        return !always && !SAME.matcher(words.get(0)).matches();
    }

    /** Returns an argument, from 1; an empty text where there are fewer. */
    String argument(int number) {
        return number < words.size() ? words.get(number) : "";
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }

    String last() {
        return words.get(words.size() - 1);
    }
}
