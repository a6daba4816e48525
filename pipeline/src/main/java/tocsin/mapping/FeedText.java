package tocsin.mapping;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a feed's text says, without the marks of HTML that feeds wrap it in.
///
/// Only elements that HTML has are marks: "water < 3 m, rain > 20 mm" is a sentence.
final class FeedText {
    private static final Set<String> BLOCKS = Set.of("address", "article", "blockquote", "br", "caption", "center",
            "dd",
            "details", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
            "header",
            "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
            "thead", "tr", "ul");
    private static final Set<String> INLINE = Set.of("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code",
            "data", "del", "dfn", "em", "font", "i", "iframe", "img", "ins", "kbd", "label", "mark", "meta", "nobr",
            "q",
            "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "video", "wbr");
    /// What is between these is nothing that is said.
    private static final Pattern UNSAID = Pattern.compile("<!--|<(script|style)\\b[^<>]{0,2000}>",
            Pattern.CASE_INSENSITIVE);
    /// An element of HTML; what follows its name are attributes with values, or nothing.
    private static final Pattern TAG = Pattern.compile("</?([A-Za-z][A-Za-z0-9]{0,10}+)"
            + "(?:\\s++[A-Za-z][-A-Za-z0-9:_]{0,50}+\\s*+=\\s*+(?:\"[^\"]{0,2000}+\"|'[^']{0,2000}+'|[^\\s\"'<>=]{1,2000}+))*+"
            + "\\s*+/?>");
    private static final Pattern ENTITY = Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});");
    private static final Map<String, String> NAMED = Map.ofEntries(Map.entry("nbsp", " "), Map.entry("amp", "&"),
            Map.entry("lt", "<"), Map.entry("gt", ">"), Map.entry("quot", "\""), Map.entry("apos", "'"),
            Map.entry("ndash", "\u2013"), Map.entry("mdash", "\u2014"), Map.entry("hellip", "\u2026"),
            Map.entry("lsquo", "\u2018"), Map.entry("rsquo", "\u2019"), Map.entry("ldquo", "\u201c"),
            Map.entry("rdquo", "\u201d"), Map.entry("deg", "\u00b0"), Map.entry("middot", "\u00b7"),
            Map.entry("euro", "\u20ac"), Map.entry("copy", "\u00a9"));
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private FeedText() {}

    /// A text that is none of HTML, its blanks joined.
    static String joined(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /// The words of a text of HTML.
    static String ofHtml(String text) {
        String words = TAG.matcher(said(text)).replaceAll(tag -> {
            String name = tag.group(1).toLowerCase(Locale.ROOT);
            return BLOCKS.contains(name) ? " " : INLINE.contains(name) ? "" : Matcher.quoteReplacement(tag.group());
        });
        return joined(ENTITY.matcher(words).replaceAll(entity -> Matcher.quoteReplacement(meant(entity.group(1),
                entity.group()))));
    }

    /// What stands where an element begins or ends: a blank where its text is a paragraph or cell of its own.
    static String between(String element) {
        return BLOCKS.contains(element.toLowerCase(Locale.ROOT)) ? " " : "";
    }

    private static String said(String text) {
        StringBuilder said = new StringBuilder();
        Matcher begin = UNSAID.matcher(text);
        String lower = text.toLowerCase(Locale.ROOT);
        int from = 0;
        while (begin.find(from)) {
            said.append(text, from, begin.start());
            String end = begin.group(1) == null ? "-->" : "</" + begin.group(1).toLowerCase(Locale.ROOT);
            int until = lower.indexOf(end, begin.end());
            if (until < 0) {
                return said.append(text, begin.start(), text.length()).toString();
            }
            int over = text.indexOf('>', until);
            from = over < 0 ? text.length() : over + 1;
        }
        return said.append(text, from, text.length()).toString();
    }

    private static String meant(String name, String written) {
        if (name.charAt(0) != '#') {
            return NAMED.getOrDefault(name, written);
        }
        boolean hex = name.length() > 1 && Character.toLowerCase(name.charAt(1)) == 'x';
        int code = Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? HEXADECIMAL : DECIMAL);
        return Character.isValidCodePoint(code) && !Character.isISOControl(code) && (code < Character.MIN_SURROGATE
                || code > Character.MAX_SURROGATE) ? Character.toString(code) : written;
    }
}
